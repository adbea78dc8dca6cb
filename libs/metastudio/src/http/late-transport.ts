import type { Dispatcher } from 'undici';

/** What carries requests, as undici's dispatchers do. */
export type Transport = Pick<Dispatcher, 'dispatch'> & {
  /** Loads the HTTP client, which takes a tenth of a second and more, before the first request has to go. */
  load: () => void;
  /** Waits for the requests under way. */
  close: () => Promise<void>;
  /** Breaks them off. */
  destroy: () => Promise<void>;
};

/** Is made, and loads the HTTP client, with its first request or before it: sources connect without it. */
export class LateTransport implements Transport {
  readonly #make: () => Dispatcher;
  #made: Dispatcher | undefined;
  #isEnded = false;

  constructor(make: () => Dispatcher) {
    this.#make = make;
  }

  dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    return this.#dispatcher.dispatch(options, handler);
  }

  load(): void {
    void this.#dispatcher;
  }

  get #dispatcher(): Dispatcher {
    if (this.#made === undefined) {
      this.#made = this.#make();
      // It then refuses the request as it does one after its end.
      if (this.#isEnded) void this.#made.destroy();
    }
    return this.#made;
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
