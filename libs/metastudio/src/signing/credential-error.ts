/** Who issues a credential to the relay. */
export type CredentialGiver = 'IAM' | 'the metadata service' | 'the key file';

/**
 * No credential could be obtained: its issuer refused us, or cannot be reached. The message says
 * what to do and contains no secret.
 */
export class CredentialError extends Error {
  readonly code = 'RELAY_CREDENTIAL_FAILED';
  /** Whether it may succeed later without the operator's help. */
  readonly retriable: boolean;
  readonly giver: CredentialGiver;
  /** The issuer's own code, such as `IAM.0006`; else the status or the network's code. */
  readonly giverCode: string | undefined;
  /** The issuer asked for this pause, in ms. */
  readonly retryAfterMs: number | undefined;

  constructor(
    message: string,
    options: {
      retriable: boolean;
      giver?: CredentialGiver;
      giverCode?: string;
      retryAfterMs?: number | undefined;
      cause?: unknown;
    },
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'CredentialError';
    this.retriable = options.retriable;
    this.giver = options.giver ?? 'IAM';
    this.giverCode = options.giverCode;
    this.retryAfterMs = options.retryAfterMs;
  }
}
