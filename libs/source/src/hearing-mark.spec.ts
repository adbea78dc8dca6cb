import * as fc from 'fast-check';
import type { LiveEvent } from '#live-event';
import { Hearing, NEVER_CONNECTED } from './hearing.js';
import type { HearingTerms } from './hearing-terms.js';

const USER = { userId: 'x_1', name: 'Ann', level: 0, badge: '', badgeLevel: 0 };
const COMMENT: LiveEvent = { type: 'comment', user: USER, text: 'hi' };
const GIFT: LiveEvent = {
  type: 'gift',
  user: USER,
  gift: { giftName: 'Rose', giftNum: 1, giftValue: 0, totalValue: 0 },
};
const VIEWERS: LiveEvent = { type: 'viewers', numberOfViewers: 300 };

/** What may happen to a source. */
const HAPPENS = {
  connected: (hearing: Hearing) => hearing.connected(),
  disconnected: (hearing: Hearing) => hearing.disconnected(),
  comment: (hearing: Hearing) => inFrame(hearing, () => hearing.event(COMMENT)),
  comments: (hearing: Hearing) => {
    for (let i = 0; i < 60; i++) inFrame(hearing, () => hearing.event(COMMENT));
  },
  gift: (hearing: Hearing) => inFrame(hearing, () => hearing.event(GIFT)),
  viewers: (hearing: Hearing) => inFrame(hearing, () => hearing.event(VIEWERS)),
  pong: (hearing: Hearing) => inFrame(hearing, () => hearing.ignored('pong')),
  notice: (hearing: Hearing) => inFrame(hearing, () => hearing.ignored('share')),
  answer: (hearing: Hearing) => inFrame(hearing, () => hearing.answered()),
  wrong: (hearing: Hearing) => inFrame(hearing, () => hearing.malformed()),
  live: (hearing: Hearing) => hearing.room('live'),
  ended: (hearing: Hearing) => hearing.room('ended'),
  explained: (hearing: Hearing) => hearing.room('ended', 'Start it again.'),
};

function inFrame(hearing: Hearing, what: () => void): void {
  what();
  hearing.frame(0);
}

/** What the report says, its times and the number of frames apart. */
function saysOf(hearing: Hearing): unknown {
  const { state, deaf, wayOut, giftsMissing, notUnderstood, room } = hearing.report();
  return { state, deaf, wayOut, giftsMissing, notUnderstood, room: room?.state };
}

describe('a mark of what a source hears', () => {
  it('holds only as long as a report says the same, whatever comes and however long nothing does', () => {
    const terms = fc.constantFrom<HearingTerms>(
      {},
      { greetsMs: 30_000 },
      { giftsMissing: 'Log in.' },
    );
    const step = fc.record({
      what: fc.constantFrom(...(Object.keys(HAPPENS) as (keyof typeof HAPPENS)[])),
      thenMs: fc.oneof(
        fc.constantFrom(0, 1, 29_999, 30_000, 40_000, 60_000, 300_000),
        fc.integer({ min: 0, max: 2_000_000 }),
      ),
    });
    fc.assert(
      fc.property(terms, fc.array(step, { maxLength: 40 }), (itsTerms, steps) => {
        let now = 0;
        const hearing = new Hearing(itsTerms, { now: () => now, wallClock: () => now });
        let [mark, says] = [NEVER_CONNECTED, saysOf(hearing)];
        const check = (): void => {
          const saysNow = saysOf(hearing);
          const isAt = hearing.isAt(mark);
          expect(isAt ? saysNow : says).toEqual(says);
          if (!isAt) [mark, says] = [hearing.mark(), saysNow];
        };
        for (const { what, thenMs } of steps) {
          HAPPENS[what](hearing);
          check();
          now += thenMs;
          check();
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('holds for good where nothing comes, but for the minute after which a source is unheard', () => {
    let now = 0;
    const hearing = new Hearing(undefined, { now: () => now, wallClock: () => now });
    expect(hearing.isAt(NEVER_CONNECTED)).toBe(true);
    hearing.connected();
    expect(hearing.isAt(NEVER_CONNECTED)).toBe(false);
    const quiet = hearing.mark();
    now = 59_999;
    HAPPENS.pong(hearing);
    expect(hearing.isAt(quiet)).toBe(true);
    now = 60_000;
    expect(hearing.isAt(quiet)).toBe(false);
    const unheard = hearing.mark();
    now = 86_400_000;
    HAPPENS.pong(hearing);
    expect(hearing.isAt(unheard)).toBe(true);
  });
});
