import { Flag, OneOf, Optional, Text } from '#options';
import { TEST_TYPES } from '../../recording/test-event.js';

/** Options of a test event. Without `confirm` nothing is sent. */
export class TestEventOptions {
  @Optional()
  @OneOf(TEST_TYPES)
  type: (typeof TEST_TYPES)[number] = 'comment';

  /** What a comment says. */
  @Optional()
  @Text('1 to 200 characters', /^(?=.*\S)[^\p{Cc}]{1,200}$/u)
  text?: string;

  @Optional()
  @Flag()
  confirm = false;
}
