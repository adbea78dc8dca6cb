import { Optional, TextThat, TO_CONNECT } from '#options';
import { IsNumericId } from '../options/numeric-id.js';
import { PushedOptions } from '../inbound/pushed.options.js';
import { publicKeyOf } from './kick-signature.js';

/** The keys that `kick-webhook` takes in the file. */
export class KickWebhookOptions extends PushedOptions {
  /** The public key, in PEM, of the key pair with which Kick signs its webhooks. */
  @TextThat("Kick's public key in PEM: see the page of kick-webhook", isPublicKey, TO_CONNECT)
  readonly publicKey!: string;

  /** Takes only events of this channel. @defaultValue all that Kick sends */
  @Optional()
  @IsNumericId('the user id of the channel, a whole number')
  readonly broadcasterId?: number | string;
}

function isPublicKey(value: unknown): boolean {
  return typeof value === 'string' && publicKeyOf(value) !== undefined;
}
