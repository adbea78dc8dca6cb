import type { AfterClose } from './source-protocol.js';

interface SourceErrorOptions {
  readonly cause?: unknown;
  readonly after?: AfterClose;
  readonly retryAfterMs?: number | undefined;
}

/**
 * A source cannot connect now. Its message is shown to the operator: it says what to do, and
 * contains no secret and no viewer's text.
 */
export class SourceError extends Error {
  readonly code = 'RELAY_SOURCE_REFUSED';
  readonly after: AfterClose;
  /** The shortest wait that the refusing server asks for, in ms. */
  readonly retryAfterMs: number | undefined;

  /** @param options.after what to do next; by default `reconnect`, with backoff. */
  constructor(message: string, options: SourceErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'SourceError';
    this.after = options.after ?? 'reconnect';
    this.retryAfterMs = options.retryAfterMs;
  }
}
