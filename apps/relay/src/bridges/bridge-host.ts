import type { StoredBridge } from './bridge-store.js';

/** How the bridges of a process became others. */
export interface BridgeChanges {
  readonly added: readonly StoredBridge[];
  readonly changed: readonly BridgeChange[];
  readonly removed: readonly StoredBridge[];
}

/** One bridge that stays, and says something else. */
export interface BridgeChange {
  readonly before: StoredBridge;
  readonly after: StoredBridge;
  /** Whether its source is another: its platform's type, address, key, or anything about it. */
  readonly hasNewSource: boolean;
}

/** A part of the process that does something with bridges. */
export interface BridgeHost {
  /**
   * Makes the changes take effect. Called in the order of the changes, and not again with what it
   * was called with before; a call may come while the one before is under way. What concerns one
   * bridge must touch no other.
   *
   * @returns when they have taken effect.
   */
  apply(changes: BridgeChanges): Promise<void>;
}
