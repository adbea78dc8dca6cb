import type { AfterClose } from './source-protocol.js';

/**
 * A source cannot connect now. Its message is shown to the operator: it names the way out and
 * holds no secret and nothing a viewer wrote.
 */
export class SourceError extends Error {
  readonly code = 'RELAY_SOURCE_REFUSED';
  readonly after: AfterClose;

  /** @param after what follows; by default `reconnect`, with backoff. */
  constructor(message: string, options: { cause?: unknown; after?: AfterClose } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'SourceError';
    this.after = options.after ?? 'reconnect';
  }
}
