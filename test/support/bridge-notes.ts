import {
  leaseOf,
  sourceNoteOf,
  type Lease,
  type LedgerReader,
  type SourceNote,
} from '#event-buffer';

/** The holder of each bridge. */
export async function leasesOf(ledger: LedgerReader): Promise<ReadonlyMap<string, Lease>> {
  const { leases } = await ledger.bridgeTexts();
  return new Map(
    [...leases].flatMap(([bridge, text]) => {
      const lease = leaseOf(text);
      return lease === undefined ? [] : [[bridge, lease] as const];
    }),
  );
}

/** What the holder of each bridge last wrote about its source. */
export async function sourcesOf(ledger: LedgerReader): Promise<ReadonlyMap<string, SourceNote>> {
  const { sources } = await ledger.bridgeTexts();
  return new Map(Array.from(sources, ([bridge, text]) => [bridge, sourceNoteOf(text)!]));
}
