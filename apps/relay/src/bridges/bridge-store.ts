import type { BridgeRecord } from '#bridge';
import type { BridgeConfig } from '#config';

/** A bridge that is to run: its record, and what this process makes of it. Compiled, never stored. */
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
      /** What else changed there, and takes effect only with the next start: names of blocks. */
      readonly needsRestart: readonly string[];
      /** Why a part of it goes on as it was: a sentence each, without a value. */
      readonly refused?: readonly string[];
      /** What it holds besides, and this process cannot run: a sentence each, without a value. */
      readonly unusable?: readonly string[];
    }
  /** It cannot be used as it is: what is wrong, a sentence each, without a value. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** Where the bridges of an installation are kept. */
export interface BridgeStore {
  /**
   * What it holds now. Rejects when it cannot be reached.
   *
   * @param isAsked somebody asked to look, whether or not anything has changed.
   */
  read(isAsked?: boolean): Promise<BridgeReading>;
  /**
   * @param changed is called when something may have changed; more often is harmless.
   * @returns ends it.
   */
  watch(changed: () => void): () => void;
}
