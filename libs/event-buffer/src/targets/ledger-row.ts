/** What became of the events of one bridge, over all processes and restarts. */
export interface LedgerRow {
  readonly target: string;
  readonly bridge: string;
  readonly received: number;
  readonly reported: number;
  readonly deadLettered: number;
  readonly waiting: number;
  readonly dropped: Readonly<Record<string, number>>;
  /** received - reported - dead-lettered - dropped - waiting: 0, or something is wrong. */
  readonly unaccounted: number;
}

/** The row of a bridge's ledger: the bridge, name, value, name, value, … */
export function ledgerRowOf(target: string, ledger: readonly string[]): LedgerRow {
  const bridge = ledger[0]!;
  const row = { received: 0, reported: 0, deadLettered: 0, waiting: 0 };
  const dropped: Record<string, number> = {};
  let droppedAll = 0;
  for (let i = 1; i < ledger.length; i += 2) {
    const name = ledger[i]!;
    // One that cannot be read counts as 0, so that the row does not balance.
    const count = Number(ledger[i + 1]) || 0;
    if (name.startsWith(DROPPED)) {
      dropped[name.slice(DROPPED.length)] = count;
      droppedAll += count;
    } else if (name === 'dead') row.deadLettered = count;
    else if (name === 'received' || name === 'reported' || name === 'waiting') row[name] = count;
  }
  const { received, reported, deadLettered, waiting } = row;
  const unaccounted = received - reported - deadLettered - droppedAll - waiting;
  return { target, bridge, received, reported, deadLettered, waiting, dropped, unaccounted };
}

const DROPPED = 'dropped:';
