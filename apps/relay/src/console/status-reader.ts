/** Tells the state of every bridge and target, and the ledger: what `status` shows. */
export interface StatusReader {
  /** JSON, without a secret. */
  text(): Promise<string>;
}

/** Under which the console finds the {@link StatusReader}. */
export const STATUS_READER = Symbol('StatusReader');
