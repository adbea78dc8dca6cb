/**
 * Tells the reporter of this process what its collector has appended, so that a target that is parked here
 * need not look by a timer. Appends of other processes are not told.
 */
export class OwnAppends {
  readonly #watchers = new Map<string, () => void>();

  /**
   * @param appended is called after each append to the target, at once; must not throw. The last one to watch
   *   a target is told alone.
   * @returns ends the watch.
   */
  watch(target: string, appended: () => void): () => void {
    this.#watchers.set(target, appended);
    return () => {
      if (this.#watchers.get(target) === appended) this.#watchers.delete(target);
    };
  }

  /** Events of the target were just appended. */
  tell(target: string): void {
    this.#watchers.get(target)?.();
  }
}
