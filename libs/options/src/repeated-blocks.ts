/**
 * Blocks that stand in several places, as one object: an alias in YAML repeats that of its anchor.
 * Each is made to an instance and checked once, where nothing is wrong with it. For one file and one
 * purpose.
 */
export class RepeatedBlocks {
  readonly #instances = new Map<object, object>();
  readonly #faultless = new Set<object>();

  /** The instance that was made of a block. */
  instanceOf<T extends object>(Class: new () => T, block: object): T | undefined {
    const instance = this.#instances.get(block);
    return instance?.constructor === Class ? (instance as T) : undefined;
  }

  made(block: object, instance: object): void {
    this.#instances.set(block, instance);
  }

  /** Whether an instance, or a block within it, was found without a problem. */
  isFaultless(instance: object): boolean {
    return this.#faultless.has(instance);
  }

  foundFaultless(instance: object): void {
    this.#faultless.add(instance);
  }
}
