/** What decorators say of a property, read once: it is asked for each block of a file. */
export class PropertyFacts<Fact> {
  readonly #known = new WeakMap<object, Map<string, Fact>>();
  readonly #read: (prototype: object, key: string) => Fact;

  /** @param read gives what the decorators of a class, which have all run, say. */
  constructor(read: (prototype: object, key: string) => Fact) {
    this.#read = read;
  }

  /** @param key is one that the class knows: what is kept is bounded by its keys. */
  of(prototype: object, key: string): Fact {
    const facts = this.#known.get(prototype) ?? new Map<string, Fact>();
    if (!facts.has(key)) {
      facts.set(key, this.#read(prototype, key));
      this.#known.set(prototype, facts);
    }
    return facts.get(key)!;
  }
}
