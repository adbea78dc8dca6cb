import { Optional, Text, TO_CONNECT, ValueThat, WriteOnly } from '#options';
import { IsNumericId } from '../numeric-id.js';
import { PushedOptions } from '../pushed.options.js';

const GIFTS_MAX = 1000;

/** What `douyin-webhook` takes in the file. */
export class DouyinWebhookOptions extends PushedOptions {
  /** The secret of the data push, as set in Douyin's console for the address. */
  @Text('the secret of the data push, as in the console of Douyin', /^[!-~]{1,256}$/, TO_CONNECT)
  @WriteOnly()
  readonly secret!: string;

  /** Takes this room's events alone. @defaultValue all that Douyin sends */
  @Optional()
  @IsNumericId('the id of the room, a whole number in quotes')
  readonly roomId?: number | string;

  /** Names of gifts by their encrypted id, where the relay does not know them. */
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
