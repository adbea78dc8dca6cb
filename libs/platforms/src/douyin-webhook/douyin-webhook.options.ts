import { IsOptional, Matches, ValidateBy } from 'class-validator';
import { IsNumericId } from '../numeric-id.js';
import { PushedOptions } from '../pushed.options.js';

const GIFTS_MAX = 1000;

/** What `douyin-webhook` takes in the file. */
export class DouyinWebhookOptions extends PushedOptions {
  /** The secret of the data push, as set in Douyin's console for the address. */
  @Matches(/^[!-~]{1,256}$/, {
    groups: ['connect'],
    message: '$property must be the secret of the data push, as in the console of Douyin',
  })
  readonly secret!: string;

  /** Takes this room's events alone. @defaultValue all that Douyin sends */
  @IsOptional()
  @IsNumericId({ message: '$property must be the id of the room, a whole number in quotes' })
  readonly roomId?: number | string;

  /** Names of gifts by their encrypted id, where the relay does not know them. */
  @IsOptional()
  @ValidateBy(
    { name: 'isGiftNames', validator: { validate: isGiftNames } },
    { message: '$property must be a block of encrypted gift ids and their names' },
  )
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
