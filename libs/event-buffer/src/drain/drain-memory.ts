/**
 * What the drains of one process hold in memory: the bytes of the events that they have read of their buffers
 * and neither settled nor let go.
 */
export class DrainMemory {
  readonly #max: number;
  readonly #of = new Map<string, number>();
  #bytes = 0;

  /** @param max from where on nothing is read ahead of its time. */
  constructor(max = Infinity) {
    this.#max = max;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Whether a drain may read more than its next report needs. */
  get hasRoom(): boolean {
    return this.#bytes < this.#max;
  }

  /** Of a target so many bytes are held now. */
  set(target: string, bytes: number): void {
    this.#bytes += bytes - (this.#of.get(target) ?? 0);
    if (bytes === 0) this.#of.delete(target);
    else this.#of.set(target, bytes);
  }
}
