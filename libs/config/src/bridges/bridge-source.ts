/**
 * A bridge's source: its type and the options that the type's class validated. Options may hold
 * tokens, so neither inspecting nor serialising the configuration shows them.
 */
export class BridgeSource {
  readonly #options: object;

  constructor(
    readonly type: string,
    options: object,
  ) {
    this.#options = options;
  }

  /** An instance of the source type's `Options`, frozen. */
  get options(): object {
    return this.#options;
  }
}
