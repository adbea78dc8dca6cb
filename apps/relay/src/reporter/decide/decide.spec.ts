import * as fc from 'fast-check';
import {
  facts,
  kinds,
  NOW,
  ready,
  run,
  the,
  type Answer,
} from '../../../../../test/support/report-facts.js';
import { shareOfOneShape } from '../../../../../test/support/shapes.js';
import { decide } from './decide.js';
import type { Decision } from './effects.js';

describe('decide, whatever the facts', () => {
  const count = fc.nat({ max: 1200 });
  const anyFacts = fc
    .record({
      isStopping: fc.boolean(),
      isLockFresh: fc.boolean(),
      control: fc.constantFrom('running', 'held', 'paused'),
      hasRate: fc.boolean(),
      mayPark: fc.boolean(),
      isCrowded: fc.boolean(),
      waiting: count,
      events: count,
      isAtMostOnce: fc.boolean(),
      isCutShort: fc.boolean(),
      isSketched: fc.boolean(),
      isFedHere: fc.boolean(),
      way: fc.constantFrom('request', 'no-job', 'no-url'),
      turnInMs: fc.option(fc.integer({ min: -5, max: 500 }), { nil: undefined }),
      isCut: fc.boolean(),
    })
    .map(({ events, isAtMostOnce, isCutShort, isCut, way, turnInMs, ...around }) => {
      if (!isCut) return facts(around);
      const more = { isCutShort, isAtMostOnce, isSketch: around.isSketched };
      const batch = { events, bytes: events, offset: 0, passed: events, ...more };
      return facts({ ...around, batch, way, ...(turnInMs === undefined ? {} : { turnInMs }) });
    });
  const anyRun = fc
    .record({ reportedAgoMs: fc.nat({ max: 300 }), inFlight: count, reports: fc.nat({ max: 120 }) })
    .map(({ reportedAgoMs, inFlight, reports }) =>
      run({ reportedAt: NOW - reportedAgoMs, inFlight }, { reports }),
    );

  it('sends nothing that a gate would stop, and reads nothing before the step may begin', () => {
    fc.assert(
      fc.property(anyRun, anyFacts, (state, known) => {
        const decision = decide(state, known);
        expect(decision.effects.length).toBeGreaterThan(0);
        const mayBegin = !known.isStopping && known.isLockFresh && known.control !== 'paused';
        const { batch, way, hasRate, turnInMs = 1 } = known;
        const hasTurn = !hasRate || turnInMs <= 0;
        const isRead = batch?.isSketch === false && !batch.isAtMostOnce;
        const maySend = way === 'request' && hasTurn && isRead && batch.events > 0;
        const reads = kinds(decision).some((kind) => kind === 'cut' || kind === 'look');
        expect(mayBegin || batch !== undefined || !reads).toBe(true);
        expect(maySend || !kinds(decision).includes('send')).toBe(true);
      }),
    );
  });

  it('changes no state that it was given', () => {
    fc.assert(
      fc.property(anyRun, anyFacts, (state, known) => {
        const before = structuredClone(state);
        decide(state, known);
        expect(state).toEqual(before);
      }),
    );
  });
});

function deliveryOf(i: number): Decision {
  const state = run({ reportedAt: NOW - i, failures: i % 2 });
  return decide(state, ready({ now: NOW + i, answer: { kind: 'delivered' } as Answer }));
}

describe('what is decided for each report', () => {
  it('has the same shape for each, so that V8 reads it fast', () => {
    expect(shareOfOneShape((i) => deliveryOf(i).state)).toBeGreaterThan(0.99);
    expect(shareOfOneShape((i) => deliveryOf(i).state.target)).toBeGreaterThan(0.99);
    expect(shareOfOneShape((i) => the('settle', deliveryOf(i)).fields)).toBeGreaterThan(0.99);
  });
});
