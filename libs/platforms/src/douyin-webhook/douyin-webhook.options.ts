import { Optional, Text, TO_CONNECT, ValueThat, WriteOnly } from '#options';
import { IsNumericId } from '../options/numeric-id.js';
import { PushedOptions } from '../inbound/pushed.options.js';

const GIFTS_MAX = 1000;

/** The keys that `douyin-webhook` takes in the file. */
export class DouyinWebhookOptions extends PushedOptions {
  /** The secret of the data push, as set for its address in Douyin's console. */
  @Text('the secret of the data push, as in the console of Douyin', /^[!-~]{1,256}$/, TO_CONNECT)
  @WriteOnly()
  readonly secret!: string;

  /** Takes only events of this room. @defaultValue all that Douyin sends */
  @Optional()
  @IsNumericId('the id of the room, a whole number in quotes')
  readonly roomId?: number | string;

  /** Names of gifts by their encrypted id, for gifts that the relay does not know. */
  @Optional()
  @ValueThat('a block of encrypted gift ids and their names', isGiftNames, {
    schema: { type: 'object', maxProperties: GIFTS_MAX, additionalProperties: { type: 'string' } },
  })
  readonly giftNames?: Readonly<Record<string, string>>;
}

function isGiftNames(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  return (
    entries.length <= GIFTS_MAX &&
    entries.every(([, name]) => typeof name === 'string' && name !== '' && name.length <= 100)
  );
}
