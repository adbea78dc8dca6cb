import type { BridgeStatus } from '../api/contract.js';
import { NO_TOTALS, RowBook, type BookState } from './row-book.js';
import { SLOT_MS } from './trace.js';

const START = 1_700_000_000_000;
const GAP_SLOTS = 10;
const LATER = START + GAP_SLOTS * SLOT_MS;
const PER_SLOT = 50;
const A_SECOND = PER_SLOT / (SLOT_MS / 1000);

/** All that a page is told at some time, when so many events had come. */
function statusOf(at: number, received: number): BookState['status'] {
  const totals = { ...NO_TOTALS, received };
  const row: BridgeStatus = { ...totals, target: 't', bridge: 'b', source: 'ready' };
  return { at, totals, missingRoles: [], targets: [], bridges: [row] };
}

function rates(book: RowBook): (number | null)[] {
  return [book.trace, book.traces.get('b t')!].map((trace) => trace.rates(LATER).received);
}

/** As many a slot as ever, over the time in which nothing was told, and what has begun since. */
const CAME = PER_SLOT * (GAP_SLOTS + 1);

describe('RowBook', () => {
  let book: RowBook;

  beforeEach(() => {
    book = new RowBook();
    book.snapshot(statusOf(START, 0));
  });

  it('does not show what came while nothing was told as if it had come at once', () => {
    book.snapshot(statusOf(LATER, CAME));
    for (const rate of rates(book)) expect(rate).toBeCloseTo(2 * A_SECOND);
  });

  it('does neither where the stream goes on with what has changed', () => {
    book.missed();
    const { targets, bridges, ...rest } = statusOf(LATER, CAME);
    const removed = { targets: [], bridges: [] };
    book.change({ ...rest, targets, bridges, removed, leftOut: 0 });
    for (const rate of rates(book)) expect(rate).toBeCloseTo(2 * A_SECOND);
  });

  it('counts nothing twice that it takes over from another page', () => {
    const other = new RowBook();
    other.snapshot(statusOf(START, 0));
    other.snapshot(statusOf(LATER, CAME));
    book.copy(structuredClone(other.state));
    for (const rate of rates(book)) expect(rate).toBeCloseTo(2 * A_SECOND);
  });
});
