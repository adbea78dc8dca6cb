import type { SimulatorState } from '../../simulator/src/index.js';
import type { LedgerFigures, RelayLedger } from './status.external.js';

/** The demo's result, printed as JSON in its last line. */
export interface DemoFigures {
  readonly received: number;
  readonly reported: number;
  readonly dropped: Readonly<Record<string, number>>;
  readonly deadLettered: number;
  readonly waiting: number;
  readonly reports: number;
  /** From the moment the chat sends an event until MetaStudio accepts it, in ms. */
  readonly latencyMs: { readonly p50: number | null; readonly p99: number | null };
}

/** Takes the figures of events from the relay's ledger, the others from the simulator. */
export function figuresOf(
  { totals }: RelayLedger,
  { accepted, latencyMs }: Pick<SimulatorState, 'accepted' | 'latencyMs'>,
): DemoFigures {
  const { received, reported, dropped, deadLettered, waiting } = totals;
  const { p50, p99 } = latencyMs;
  const { reports } = accepted;
  return { received, reported, dropped, deadLettered, waiting, reports, latencyMs: { p50, p99 } };
}

/** How many events the chats have sent. */
export function sentBy({ chat }: Pick<SimulatorState, 'chat'>): number {
  const rooms = Object.values(chat).flat();
  return rooms.reduce((sum, { sent }) => sum + sent.total, 0);
}

/**
 * Compares the relay's ledger with what the simulator sent and received.
 *
 * @returns a sentence for each contradiction. Without one every event is accounted for, and every
 *   reported event arrived once.
 */
export function problemsOf(
  { totals, bridges }: RelayLedger,
  state: Pick<SimulatorState, 'accepted' | 'chat' | 'refusedByCode'>,
): string[] {
  const { accepted } = state;
  const sent = sentBy(state);
  const refused = Object.values(state.refusedByCode).reduce((sum, count) => sum + count, 0);
  const arrivedOnce = accepted.distinct + accepted.unmarked;
  const checks: [boolean, string][] = [
    [totals.received > 0, 'Nothing was received.'],
    [totals.received === sent, `The chats sent ${sent} events, ${totals.received} were received.`],
    ...bridges.map((row): [boolean, string] => [
      rest(row) === 0 && row.unaccounted === 0,
      `${rest(row)} events of ${row.bridge} are unaccounted for.`,
    ]),
    [totals.waiting === 0, `${totals.waiting} events still wait.`],
    [
      totals.reported === accepted.events,
      `${totals.reported} events count as reported, ${accepted.events} arrived.`,
    ],
    [accepted.duplicates === 0, `${accepted.duplicates} events arrived more than once.`],
    [arrivedOnce === accepted.events, `Only ${arrivedOnce} of ${accepted.events} are told apart.`],
    [accepted.outOfOrder === 0, `${accepted.outOfOrder} events arrived out of order.`],
    [refused === 0, `${refused} reports were refused.`],
  ];
  return checks.filter(([holds]) => !holds).map(([, sentence]) => sentence);
}

/** `received` less the row's other figures. The demo computes this itself, to check the relay. */
function rest({ received, reported, deadLettered, waiting, dropped }: LedgerFigures): number {
  const drops = Object.values(dropped).reduce((sum, count) => sum + count, 0);
  return received - reported - deadLettered - waiting - drops;
}
