import type { BridgeConfig } from '#config';
import type { BridgeView, Expected, Managed, SavedWith } from '../../bridges/managed/managed.js';
import type { Wanted } from '#bridge';

/** Keeps the bridges of an installation. Rejects only where Redis does not answer. */
export interface BridgeAdmin {
  /** All, by name. */
  list(): Promise<readonly BridgeView[]>;
  /** The names of all, sorted. */
  names(): Promise<string[]>;
  /** The bridges of these names that still exist, as they were last read. */
  views(names: readonly string[]): BridgeView[];
  get(name: string): Promise<Managed<BridgeView>>;
  create(
    spec: unknown,
    by: string,
    wanted?: Wanted,
    savedWith?: SavedWith,
  ): Promise<Managed<BridgeView>>;
  /** Puts another spec in place of the one there is. */
  change(
    name: string,
    spec: unknown,
    expected: Expected,
    by: string,
    savedWith?: SavedWith,
  ): Promise<Managed<BridgeView>>;
  /** Has it run, or pause. A paused bridge keeps its record, and nothing else. */
  want(wanted: Wanted, name: string, expected: Expected, by: string): Promise<Managed<BridgeView>>;
  remove(name: string, expected: Expected): Promise<Managed<BridgeView>>;
  /**
   * Checks a spec as if it were saved; nothing is kept.
   *
   * @param name of the bridge whose secrets `{ "sealed": true }` stands for.
   */
  check(spec: unknown, name?: string, savedWith?: SavedWith): Promise<Managed<BridgeConfig>>;
}
