import { IsOptional, ValidateBy } from 'class-validator';
import { IsNumericId } from '../numeric-id.js';
import { PushedOptions } from '../pushed.options.js';
import { publicKeyOf } from './kick-signature.js';

/** What `kick-webhook` takes in the file. */
export class KickWebhookOptions extends PushedOptions {
  /** Kick's public key, in PEM, with which it signs its webhooks. */
  @ValidateBy(
    {
      name: 'isPublicKey',
      validator: { validate: (value) => typeof value === 'string' && !!publicKeyOf(value) },
    },
    {
      groups: ['connect'],
      message: "$property must be Kick's public key in PEM: see the page of kick-webhook",
    },
  )
  readonly publicKey!: string;

  /** Takes this channel's events alone. @defaultValue all that Kick sends */
  @IsOptional()
  @IsNumericId({ message: '$property must be the user id of the channel, a whole number' })
  readonly broadcasterId?: number | string;
}
