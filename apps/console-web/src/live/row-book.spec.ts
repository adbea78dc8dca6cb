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

/** As many a slot as ever, over the time in which nothing was told. */
const CAME = PER_SLOT * GAP_SLOTS;

describe('RowBook', () => {
  let book: RowBook;

  beforeEach(() => {
    book = new RowBook();
    book.snapshot(statusOf(START, 0));
  });

  it('does not show what came while nothing was told as if it had come at once', () => {
    book.snapshot(statusOf(LATER, CAME));
    for (const rate of rates(book)) expect(rate).toBeCloseTo(A_SECOND);
  });

  it('does neither where the stream goes on with what has changed', () => {
    book.missed();
    const { targets, bridges, ...rest } = statusOf(LATER, CAME);
    const removed = { targets: [], bridges: [] };
    book.change({ ...rest, targets, bridges, removed, leftOut: 0 });
    for (const rate of rates(book)) expect(rate).toBeCloseTo(A_SECOND);
  });

  it('counts nothing twice that it takes over from another page', () => {
    const other = new RowBook();
    other.snapshot(statusOf(START, 0));
    other.snapshot(statusOf(LATER, CAME));
    book.copy(structuredClone(other.state));
    for (const rate of rates(book)) expect(rate).toBeCloseTo(A_SECOND);
  });

  it('spreads what rows have counted that messages left out, which hold no more', () => {
    const names = ['b', 'c', 'd'];
    const all = statusOf(START, 0);
    const bridges = names.map((bridge) => ({ ...all.bridges[0]!, bridge }));
    book.snapshot({ ...all, bridges });
    // The stream goes on after a gap, and tells one row a message.
    book.missed();
    const LAST = GAP_SLOTS + 30;
    for (let slot = GAP_SLOTS; slot <= LAST; slot++) {
      const { targets, ...rest } = statusOf(START + slot * SLOT_MS, PER_SLOT * slot);
      const bridge = names[slot % names.length]!;
      const removed = { targets: [], bridges: [] };
      book.change({
        ...rest,
        targets,
        bridges: [{ ...rest.bridges[0]!, bridge }],
        removed,
        leftOut: 2,
      });
    }
    const [at, page] = [START + LAST * SLOT_MS, new RowBook()];
    page.copy(structuredClone(book.state));
    for (const name of names) {
      const { received } = page.traces.get(`${name} t`)!.series(at, LAST);
      // The last three are told by the messages that come.
      for (const rate of received.slice(0, -3)) expect(rate).toBeCloseTo(A_SECOND);
    }
    const { targets, ...rest } = statusOf(at + SLOT_MS, PER_SLOT * (LAST + 1));
    const told = [{ ...rest.bridges[0]!, bridge: names[(LAST + 1) % names.length]! }];
    const removed = { targets: [], bridges: [] };
    page.change({ ...rest, targets, bridges: told, removed, leftOut: 2 });
    const last = page.traces.get(`${told[0]!.bridge} t`)!.series(at + SLOT_MS, 3).received;
    for (const rate of last) expect(rate).toBeCloseTo(A_SECOND);
  });
});
