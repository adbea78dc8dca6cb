import type { BridgeRecord } from '#bridge';
import type { BridgeConfig } from '#config';

/**
 * A bridge that is to run: its record, and its configuration as compiled by this process, which is
 * never stored.
 */
export interface StoredBridge {
  readonly record: BridgeRecord;
  readonly config: BridgeConfig;
}

/** What a store holds. */
export type BridgeReading =
  | {
      readonly ok: true;
      /** By name. */
      readonly bridges: ReadonlyMap<string, StoredBridge>;
      /** Names of other blocks that have changed, and take effect only with the next start. */
      readonly needsRestart: readonly string[];
      /** Why a part of the store stays as it was before: a sentence each, without a value. */
      readonly refused?: readonly string[];
      /** Bridges that this process cannot run: a sentence each, without a value. */
      readonly unusable?: readonly string[];
    }
  /** The store's content cannot be used: what is wrong, a sentence each, without a value. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** Where the bridges of an installation are kept. */
export interface BridgeStore {
  /**
   * What it holds now. Rejects when it cannot be reached.
   *
   * @param isAsked whether the look was requested; it is then reported even if nothing has changed.
   */
  read(isAsked?: boolean): Promise<BridgeReading>;
  /**
   * @param changed is to be called when something may have changed; a call too many is harmless.
   * @returns ends it.
   */
  watch(changed: () => void): () => void;
}
