/**
 * Runs a task for all who ask while it runs: however many probes come, Redis is asked once.
 */
export class SharedRun<T> {
  readonly #task: () => Promise<T>;
  #running: Promise<T> | undefined;

  constructor(task: () => Promise<T>) {
    this.#task = task;
  }

  async run(): Promise<T> {
    this.#running ??= this.#task().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }
}
