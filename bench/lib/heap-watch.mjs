// Adds up the allocations and pauses that V8 prints for each garbage collection.

/** Reads the lines that `--trace-gc-nvp` mixes into the output of a process. */
export class HeapWatch {
  static OPTION = '--trace-gc-nvp';
  /** Bytes of the JavaScript heap allocated so far, up to the last collection. */
  bytes = 0;
  /** How long collections have paused the process so far. */
  pausedMs = 0;

  reader() {
    let rest = '';
    return (piece) => {
      const lines = (rest + piece).split('\n');
      rest = lines.pop();
      for (const line of lines) this.#read(line);
    };
  }

  #read(line) {
    const allocated = / allocated=(\d+)/u.exec(line);
    if (allocated === null) return;
    this.bytes += Number(allocated[1]);
    this.pausedMs += Number(/ pause=([\d.]+)/u.exec(line)?.[1] ?? 0);
  }
}
