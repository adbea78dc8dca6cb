import * as fc from 'fast-check';
import {
  afterDelivery,
  afterRefusal,
  formatSuspicion,
  isJudged,
  isSystemic,
  JUDGE_TRIES,
  parseSuspicion,
  reportSize,
  skippedOffsets,
  UNSUSPICIOUS,
  type Suspicion,
} from './refusal-search.js';

const FULL = 1000;
const WAITS_MAX = 200;

interface Searched {
  readonly delivered: readonly number[];
  readonly dead: readonly number[];
  readonly left: readonly number[];
  readonly reports: number;
  readonly waits: number;
}

/**
 * Reports events 0 … count - 1 to a MetaStudio that refuses every report with a poisoned one; and
 * every report at all while `refusesAll`, told how many reports and waits there were, says so.
 */
function search(
  count: number,
  isPoison: (event: number) => boolean,
  refusesAll: (reports: number, waits: number) => boolean = () => false,
): Searched {
  const delivered: number[] = [];
  const dead: number[] = [];
  let left = Array.from({ length: count }, (_, event) => event);
  let suspicion: Suspicion = UNSUSPICIOUS;
  let [reports, waits] = [0, 0];
  while (left.length > 0) {
    // Every step may be another process's.
    suspicion = parseSuspicion(formatSuspicion(suspicion));
    const { again } = suspicion;
    const skip = skippedOffsets(suspicion).size;
    const batch = left.slice(skip, skip + reportSize(suspicion, FULL));
    const wait = (): boolean => ++waits > WAITS_MAX;
    if (batch.length === 0) {
      if (wait()) break;
      suspicion = { ...suspicion, again: true };
      continue;
    }
    reports++;
    if (!batch.some(isPoison) && !refusesAll(reports, waits)) {
      dead.push(...left.slice(0, skip));
      delivered.push(...batch);
      left = left.slice(skip + batch.length);
      suspicion = afterDelivery(suspicion, batch.length);
      continue;
    }
    suspicion = afterRefusal(suspicion, batch.length, words(reports, again ? 0 : skip));
    if (batch.length > 1 || !isSystemic(suspicion, again)) continue;
    if (wait()) break;
    suspicion = { ...suspicion, again: true };
  }
  return { delivered, dead, left, reports, waits };
}

function words(at: number, offset = 0) {
  return { code: 'MSS.00000003', message: 'Invalid parameter', requestId: 'r', at, offset };
}

describe('the search for refused events', () => {
  it('finds exactly the bad events, in order, in a number of reports that grows with their logarithm', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1500 }),
        fc.uniqueArray(fc.nat(1499), { maxLength: 40 }),
        (count, chosen) => {
          const poison = new Set(chosen.filter((event) => event < count));
          // The last one is good: without a neighbour nothing can be proved.
          const { delivered, dead, left, reports } = search(count + 1, (one) => poison.has(one));
          const sorted = [...poison].sort((a, b) => a - b);
          expect(dead).toEqual(sorted);
          expect(left).toEqual([]);
          expect(delivered).toEqual(range(count + 1).filter((event) => !poison.has(event)));
          expect(reports).toBeLessThanOrEqual(2 + (poison.size + 1) * (Math.log2(FULL) + 3));
        },
      ),
    );
  });

  it('sets nothing aside for good while everything is refused', () => {
    const { delivered, dead, left, reports } = search(500, () => true);
    expect({ delivered, dead, left }).toEqual({ delivered: [], dead: [], left: range(500) });
    // Halving once, rows up to 32 one by one, and two for each wait at most.
    expect(reports).toBeLessThanOrEqual(Math.log2(FULL) + 2 * 32 + 2 * WAITS_MAX + 2);
  });

  it('condemns no event where MetaStudio refuses everything only for a while, however slow the search', () => {
    // The while is over during the first wait, wherever in the search it ends otherwise.
    for (const count of [1, 2, 3, 70, 1500]) {
      const poisons = [new Set<number>(), new Set([0]), new Set([0, 1, count - 2])];
      for (const poison of poisons) {
        const bad = (event: number): boolean => poison.has(event) && event < count - 1;
        const { dead, left } = search(count, bad, (_, waits) => waits === 0);
        expect(dead).toEqual(range(count).filter(bad));
        expect(left).toEqual([]);
      }
    }
  });

  it('condemns no event where MetaStudio begins in the middle of a search to refuse everything', () => {
    for (let from = 2; from <= 14; from++) {
      const { dead } = search(
        1500,
        (event) => event === 700,
        (reports, waits) => reports >= from && waits === 0,
      );
      expect(dead).toEqual([700]);
    }
  });

  it('searches ever less often in a row of bad events, and yet finds its end', () => {
    const { dead, left, waits } = search(41, (event) => event < 31);
    expect(dead).toEqual(range(31));
    expect(left).toEqual([]);
    expect(waits).toBe(5);
  });

  it('pauses after many bad events in a row, and yet finds the end of a longer row', () => {
    const { dead, left, waits } = search(61, (event) => event < 60);
    expect(dead).toEqual(range(60));
    expect(left).toEqual([]);
    expect(waits).toBeGreaterThan(20);
  });

  it('leaves the last events where they are while nothing behind them was accepted', () => {
    const { delivered, dead, left } = search(10, (event) => event >= 8);
    expect({ delivered, dead, left }).toEqual({ delivered: range(8), dead: [], left: [8, 9] });
  });

  it('believes a refusal only after ten tries and the time that it takes', () => {
    const refused = [words(1000)];
    const tried = (tries: number) => ({ ...UNSUSPICIOUS, refused, tries });
    expect(isJudged(tried(JUDGE_TRIES), 61_000, 60_000)).toBe(true);
    expect(isJudged(tried(JUDGE_TRIES - 1), 61_000, 60_000)).toBe(false);
    expect(isJudged(tried(JUDGE_TRIES), 60_999, 60_000)).toBe(false);
    expect(isJudged(UNSUSPICIOUS, 61_000, 60_000)).toBe(false);
  });

  it('keeps the time of the first refusal and the words of the last', () => {
    const first = afterRefusal(UNSUSPICIOUS, 1, words(5));
    const again = afterRefusal({ ...first, again: true }, 1, { ...words(9), code: 'MSS.1' });
    expect(again).toEqual({
      refused: [{ ...words(5), code: 'MSS.1' }],
      suspects: 0,
      tries: 2,
      again: false,
      row: 2,
    });
  });

  it.each([
    '{',
    'null',
    '7',
    '[]',
    '{"refused":1}',
    '"x"',
    '',
    '{"refused":[5]}',
    '{"refused":[{"place":"0"}]}',
    '{"refused":[],"suspects":"2"}',
    '{"refused":[],"row":null}',
  ])('ignores a malformed stored state: %p', (text) => {
    expect(parseSuspicion(text)).toEqual(UNSUSPICIOUS);
  });
});

function range(count: number): number[] {
  return Array.from({ length: count }, (_, at) => at);
}
