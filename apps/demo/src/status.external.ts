/** The part of the relay's `/api/status` that the demo reads. */
export interface RelayLedger {
  readonly totals: LedgerFigures;
  readonly bridges: readonly (LedgerFigures & { readonly bridge: string })[];
}

/** One row of the ledger. */
export interface LedgerFigures {
  readonly received: number;
  readonly reported: number;
  readonly deadLettered: number;
  readonly waiting: number;
  readonly dropped: Readonly<Record<string, number>>;
  readonly unaccounted: number;
}
