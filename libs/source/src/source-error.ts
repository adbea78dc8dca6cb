import type { AfterClose } from './source-protocol.js';

interface SourceErrorOptions {
  readonly cause?: unknown;
  readonly after?: AfterClose;
  readonly retryAfterMs?: number | undefined;
}

/**
 * A source cannot connect now. Its message is shown to the operator: it says what to do, and holds no secret
 * and no viewer's text.
 */
export class SourceError extends Error {
  readonly code = 'RELAY_SOURCE_REFUSED';
  readonly after: AfterClose;
  /** How long the refusing server asks us to wait at least, in ms. */
  readonly retryAfterMs: number | undefined;

  /** @param options.after what is to follow; by default `reconnect`, with backoff. */
  constructor(message: string, options: SourceErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'SourceError';
    this.after = options.after ?? 'reconnect';
    this.retryAfterMs = options.retryAfterMs;
  }
}
