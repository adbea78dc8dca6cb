import type { BridgeConfig } from '#config';
import type { BridgeSpec, Wanted } from '#bridge';
import type { BridgeView, Expected, Managed } from '../../bridges/managed/managed.js';
import type { SoundSpec } from '../../bridges/managed/spec-check.js';

/** Keeps the bridges of an installation. Rejects only where Redis does not answer. */
export interface BridgeAdmin {
  /** All, by name. */
  list(): Promise<readonly BridgeView[]>;
  /** The names of all, sorted. */
  names(): Promise<string[]>;
  /** The bridges of these names that still exist, as they were last read. */
  views(names: readonly string[]): BridgeView[];
  get(name: string): Promise<Managed<BridgeView>>;
  create(spec: unknown, by: string, wanted?: Wanted): Promise<Managed<BridgeView>>;
  /** Puts another spec in place of the one there is. @param edit makes it of that, as it is shown. */
  change(
    name: string,
    edit: (shown: BridgeSpec) => unknown,
    expected: Expected,
    by: string,
  ): Promise<Managed<BridgeView>>;
  /** Has it run, or pause. A paused bridge keeps its record, and nothing else. */
  want(wanted: Wanted, name: string, expected: Expected, by: string): Promise<Managed<BridgeView>>;
  remove(name: string, expected: Expected): Promise<Managed<BridgeView>>;
  /**
   * Checks a spec as if it were saved; nothing is kept.
   *
   * @param name of the bridge whose secrets `{ "sealed": true }` stands for.
   */
  check(spec: unknown, name?: string): Promise<Managed<BridgeConfig>>;
  /**
   * Checks specs that are to be saved together: each beside those before it, and beside no bridge
   * as it was that is changed with it. Nothing is kept.
   *
   * @returns what became of each, in their order.
   */
  checkAll(specs: readonly BridgeSpec[]): Promise<readonly Managed<SoundSpec>[]>;
  /**
   * Saves the first dozens of specs that were checked together, in their order, until one is
   * refused: those after it are left as they are.
   *
   * @param left all that are not saved yet.
   * @returns what became of each that was tried.
   */
  saveNext(left: readonly SoundSpec[], by: string): Promise<readonly Managed<void>[]>;
}
