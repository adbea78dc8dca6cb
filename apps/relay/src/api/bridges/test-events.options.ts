import { Flag, OneOf, Optional, Text } from '#options';

const TYPES = ['comment', 'enter', 'like', 'gift', 'follow'] as const;

/** Options of a test event. Without `confirm` nothing is sent. */
export class TestEventOptions {
  @Optional()
  @OneOf(TYPES)
  type: (typeof TYPES)[number] = 'comment';

  /** What a comment says. */
  @Optional()
  @Text('1 to 200 characters', /^(?=.*\S)[^\p{Cc}]{1,200}$/u)
  text?: string;

  @Optional()
  @Flag()
  confirm = false;
}
