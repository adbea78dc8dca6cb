/** Tells the state of every bridge and target, and the ledger: what `status` shows. */
export interface StatusReader {
  /** A value that can be JSON, without a secret. */
  read(): Promise<object>;
}

/** Under which the console finds the {@link StatusReader}. */
export const STATUS_READER = Symbol('StatusReader');
