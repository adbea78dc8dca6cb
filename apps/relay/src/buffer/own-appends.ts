/**
 * Tells the reporter of this process what its collector has appended, so that a target that is parked here
 * need not look by a timer. Appends of other processes are not told.
 */
export class OwnAppends {
  readonly #watchers = new Map<string, () => boolean>();

  /**
   * @param appended is called after each append to the target, at once, and returns whether it waited for one; must
   *   not throw. The last one to watch a target is told alone.
   * @returns ends the watch.
   */
  watch(target: string, appended: () => boolean): () => void {
    this.#watchers.set(target, appended);
    return () => {
      if (this.#watchers.get(target) === appended) this.#watchers.delete(target);
    };
  }

  /** Events of the target were just appended. @returns whether a reporter of this process waited for them. */
  tell(target: string): boolean {
    return this.#watchers.get(target)?.() ?? false;
  }
}
