import { Flag, OneOf, Optional, Text } from '#options';
import { SAY_WHEN, type SayWhen } from '#metastudio';
import { SAYABLE, SAYABLE_WORDS } from '../../takeover/takeover.js';

/** Options of a takeover. Without `confirm` nothing is done, and the answer says what would be. */
export class ClearOptions {
  @Optional()
  @Flag()
  confirm = false;
}

export class SayOptions extends ClearOptions {
  /** Line breaks are the only control characters. */
  @Text(SAYABLE_WORDS, SAYABLE)
  text!: string;

  @Optional()
  @OneOf(SAY_WHEN)
  when: SayWhen = 'insert';
}
