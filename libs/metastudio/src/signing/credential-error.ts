/**
 * No credential could be had: IAM refused us, or cannot be reached. The message names the way
 * out and holds no secret.
 */
export class CredentialError extends Error {
  readonly code = 'RELAY_CREDENTIAL_FAILED';
  /** Whether trying later can help without the operator doing something. */
  readonly retriable: boolean;

  constructor(message: string, options: { retriable: boolean; cause?: unknown }) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'CredentialError';
    this.retriable = options.retriable;
  }
}
