/** Facts that decorators state about a property, read once, since every block of a file asks. */
export class PropertyFacts<Fact> {
  readonly #known = new WeakMap<object, Map<string, Fact>>();
  readonly #read: (prototype: object, key: string) => Fact;

  /** @param read reads the fact from the decorators of a class, all of which have run. */
  constructor(read: (prototype: object, key: string) => Fact) {
    this.#read = read;
  }

  /** @param key one that the class knows, so that the number of kept facts is bounded. */
  of(prototype: object, key: string): Fact {
    const facts = this.#known.get(prototype) ?? new Map<string, Fact>();
    if (!facts.has(key)) {
      facts.set(key, this.#read(prototype, key));
      this.#known.set(prototype, facts);
    }
    return facts.get(key)!;
  }
}
