import type { AfterClose } from './source-protocol.js';

interface SourceErrorOptions {
  readonly cause?: unknown;
  readonly after?: AfterClose;
  readonly retryAfterMs?: number | undefined;
}

/**
 * A source cannot connect now. Its message is shown to the operator: it names the way out and
 * holds no secret and nothing a viewer wrote.
 */
export class SourceError extends Error {
  readonly code = 'RELAY_SOURCE_REFUSED';
  readonly after: AfterClose;
  /** How long whoever refuses wants us to wait at least. */
  readonly retryAfterMs: number | undefined;

  /** `after` is what follows; by default `reconnect`, with backoff. */
  constructor(message: string, options: SourceErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'SourceError';
    this.after = options.after ?? 'reconnect';
    this.retryAfterMs = options.retryAfterMs;
  }
}
