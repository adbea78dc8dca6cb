import type { Dispatcher } from 'undici';

/** What carries requests, as undici's dispatchers do. */
export type Transport = Pick<Dispatcher, 'dispatch'> & {
  /** Waits for the requests under way. */
  close: () => Promise<void>;
  /** Breaks them off. */
  destroy: () => Promise<void>;
};

/** Is made, and loads the HTTP client, with its first request: sources connect without it. */
export class LateTransport implements Transport {
  readonly #make: () => Dispatcher;
  #made: Dispatcher | undefined;
  #isEnded = false;

  constructor(make: () => Dispatcher) {
    this.#make = make;
  }

  dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    if (this.#made === undefined) {
      this.#made = this.#make();
      // It then refuses the request as it does one after its end.
      if (this.#isEnded) void this.#made.destroy();
    }
    return this.#made.dispatch(options, handler);
  }

  async close(): Promise<void> {
    this.#isEnded = true;
    await this.#made?.close();
  }

  async destroy(): Promise<void> {
    this.#isEnded = true;
    await this.#made?.destroy();
  }
}
