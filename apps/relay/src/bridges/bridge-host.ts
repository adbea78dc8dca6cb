import type { StoredBridge } from './bridge-store.js';

/** How the bridges of a process have changed. */
export interface BridgeChanges {
  readonly added: readonly StoredBridge[];
  readonly changed: readonly BridgeChange[];
  readonly removed: readonly StoredBridge[];
}

/** A bridge that stays, with another configuration. */
export interface BridgeChange {
  readonly before: StoredBridge;
  readonly after: StoredBridge;
  /** Whether anything about its source has changed: its type, address, key, an option. */
  readonly hasNewSource: boolean;
}

/** A part of the process that does something with bridges. */
export interface BridgeHost {
  /**
   * Makes the changes take effect. Called once for each change, in order; a call may come while the
   * one before is under way. What concerns one bridge must touch no other.
   *
   * @returns when they have taken effect.
   */
  apply(changes: BridgeChanges): Promise<void>;
}
