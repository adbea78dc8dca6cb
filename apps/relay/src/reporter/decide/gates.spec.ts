import {
  facts,
  kinds,
  limited,
  MANY,
  NOTHING,
  NOW,
  ready,
  run,
  TARGET,
  the,
  type Answer,
} from '../../../../../test/support/report-facts.js';
import { decide } from './decide.js';
import type { Facts } from './facts.js';

describe('before a report, a gate is shut', () => {
  it('stop: leaves waiting events to another process', () => {
    expect(decide(run(), facts({ isStopping: true })).effects).toEqual([
      { kind: 'end', result: { kind: 'again', inMs: 0 } },
    ]);
    expect(kinds(decide(run(), facts({ isStopping: true, waiting: 0 })))).toEqual(['finish']);
  });

  it("clock: Redis's was set, so the run begins anew, by what it shows now", () => {
    expect(decide(run(), facts({ isClockSet: true })).effects).toEqual([
      { kind: 'end', result: { kind: 'again', inMs: 0 } },
    ]);
    expect(kinds(decide(run(), facts({ isClockSet: true, waiting: 0 })))).toEqual(['finish']);
  });

  it('lock: was not confirmed lately', () => {
    expect(decide(run(), facts({ isLockFresh: false })).effects).toEqual([
      { kind: 'end', result: { kind: 'again', inMs: 500 } },
    ]);
  });

  it('pause: an operator paused the target', () => {
    const { inMs, fields } = the('wait', decide(run(), facts({ control: 'paused' })));
    expect([inMs, fields.keptBackUntil]).toEqual([60_000, NOW + 60_000]);
    expect(fields).toMatchObject({ delay: 'pause', pausedReason: undefined, held: undefined });
  });

  it('pause: a target without events waits for nothing', () => {
    const parked = run({}, { isParked: true });
    const paused = { control: 'paused', waiting: 0 } as const;
    expect(kinds(decide(parked, facts({ ...paused, isFedHere: true })))).toEqual(['finish']);
    expect(kinds(decide(parked, ready(paused, NOTHING)))).toEqual(['finish']);
    expect(kinds(decide(parked, ready(paused, { ...NOTHING, passed: 1 })))).toEqual(['wait']);
  });

  it('job: the room has no live job, or the job no URL', () => {
    const { inMs, fields } = the('wait', decide(run(), ready({ way: 'no-job' })));
    expect(fields).toMatchObject({ delay: 'no-job', keptBackUntil: NOW + inMs });
    const noUrl = decide(run(), ready({ way: 'no-url' }));
    expect(the('tell-paused', noUrl).reason).toBe('no-report-url');
    expect(the('wait', noUrl).fields).toMatchObject({ pausedReason: 'no-report-url' });
  });

  it('pace: the report is too early, so the target parks here where it may, else in the queue', () => {
    const early = run({ reportedAt: NOW - 40 });
    const parks = decide(early, ready());
    expect(the('park', parks)).toMatchObject({ inMs: 60, fields: { held: '1', delay: 'pace' } });
    expect(parks.state.isParked).toBe(true);
    expect(the('park', decide(parks.state, ready())).fields).toBeUndefined();
    expect(the('wait', decide(early, ready({ mayPark: false }))).fields).toMatchObject({
      delay: 'pace',
    });
    // A full report, or one of a search, is never too early.
    expect(kinds(decide(early, ready({}, { ...MANY, events: 1000 })))).toEqual(['send']);
    const searching = { ...TARGET.suspicion, suspects: 50 };
    const search = run({ reportedAt: NOW - 40, suspicion: searching });
    expect(kinds(decide(search, ready()))).toEqual(['send']);
  });

  it('limit: no turn yet, so the target waits here and goes once a turn came', () => {
    const asks = decide(run(), ready({ hasRate: true }));
    expect(asks.effects).toEqual([{ kind: 'try-turn' }]);
    expect(kinds(decide(asks.state, ready({ hasRate: true, turnInMs: 0 })))).toEqual(['send']);
    const waits = decide(asks.state, ready({ hasRate: true, turnInMs: 250 }));
    expect(kinds(waits)).toEqual(['await-turn']);
    expect(the('await-turn', waits).fields).toMatchObject({ delay: 'rate', held: '2' });
    expect(waits.state.isParked).toBe(true);
    expect(kinds(decide(waits.state, ready({ hasRate: true, hasTurn: true })))).toEqual(['send']);
  });

  it('limit: while it waits it looks what came, and reads its batch only for a turn that has come', () => {
    const waits = run({}, { isParked: true });
    const sketched = { hasRate: true, isSketched: true };
    expect(kinds(decide(waits, facts(sketched)))).toEqual(['look']);
    expect(kinds(decide(waits, facts({ ...sketched, hasTurn: true })))).toEqual(['cut']);
    const looked = (known: Partial<Facts>) =>
      kinds(decide(waits, ready({ ...sketched, ...known }, MANY, { isSketch: true })));
    expect(looked({})).toEqual(['try-turn']);
    expect(looked({ turnInMs: 250 })).toEqual(['await-turn']);
    expect(looked({ turnInMs: 0 })).toEqual(['cut']);
    const read = ready({ ...sketched, turnInMs: 0 });
    expect(kinds(decide(waits, read))).toEqual(['send']);
  });

  it('limit: no turn and no room to park here, so the target waits in the queue', () => {
    const asks = decide(run(), limited({}));
    expect(asks.effects).toEqual([{ kind: 'take-turn', isGranted: false }]);
    const waits = decide(asks.state, limited({ turnInMs: 250 }));
    expect(kinds(waits)).toEqual(['tell-rate', 'wait']);
    expect(waits.state.target.grantedAt).toBe(NOW + 250);
    const granted = decide(run({ grantedAt: NOW - 5 }), limited({}));
    expect(granted.effects).toEqual([{ kind: 'take-turn', isGranted: true }]);
    expect(granted.state.target.grantedAt).toBe(0);
    // Others have had it since.
    const late = decide(run({ grantedAt: NOW - 10_000 }), limited({}));
    expect(late.effects).toEqual([{ kind: 'take-turn', isGranted: false }]);
    expect(kinds(decide(granted.state, limited({ turnInMs: 0 })))).toEqual(['send']);
  });

  it('at-most-once: its events are not marked yet', () => {
    const atMostOnce = ready({}, MANY, { isAtMostOnce: true });
    const marks = decide(run({ inFlight: 7 }), atMostOnce);
    expect(marks.effects).toEqual([{ kind: 'mark', events: 100 }]);
    expect(marks.state).toMatchObject({ target: { inFlight: 100 }, markBefore: 7 });
    expect(kinds(decide(marks.state, { ...atMostOnce, isMarked: true }))).toEqual(['send']);
  });

  it('at-most-once: a turn that is over before they are marked has them unmarked and asks anew', () => {
    const marked = run({ inFlight: 100 }, { markBefore: 7 });
    const late = { hasRate: true, isSketched: false, isMarked: true };
    const over = decide(marked, ready(late, MANY, { isAtMostOnce: true }));
    expect(over.effects).toEqual([{ kind: 'unmark', events: 7 }, { kind: 'go-on' }]);
    expect(over.state).toMatchObject({ target: { inFlight: 7 }, markBefore: undefined });
    const inTime = ready({ ...late, hasTurn: true }, MANY, { isAtMostOnce: true });
    expect(kinds(decide(marked, inTime))).toEqual(['send']);
  });

  it('pause: an operator paused the target while it waited, as reading its batch tells', () => {
    const paused = ready({ control: 'paused', hasRate: true, hasTurn: true });
    expect(kinds(decide(run(), paused))).toEqual(['wait']);
    // What is marked would be dropped.
    const marked = ready({ control: 'paused', isMarked: true }, MANY, { isAtMostOnce: true });
    expect(kinds(decide(run({}, { markBefore: 0 }), marked))).toEqual(['send']);
  });

  it('empty: a target that is parked here is parked for its next events, ever longer, and then its run ends', () => {
    const first = decide(run({}, { isParked: true }), ready({}, NOTHING));
    const still = facts({ isStillEmpty: true });
    const second = decide(first.state, still);
    const third = decide(second.state, still);
    const waits = [first, second, third].map((next) => the('await-events', next).forMs);
    expect(waits).toEqual([5000, 10_000, 15_000]);
    expect(decide(third.state, still).effects).toEqual([{ kind: 'finish', isParked: true }]);
    // A report begins anew.
    const reported = decide(third.state, ready({ answer: { kind: 'delivered' } as Answer }));
    expect(the('await-events', decide(reported.state, ready({}, NOTHING))).forMs).toBe(5000);
  });

  it('empty: no run is parked for events that may not park, is old, or is over for another reason', () => {
    const parked = run({}, { isParked: true });
    expect(kinds(decide(parked, ready({ mayAwaitEvents: false }, NOTHING)))).toEqual(['finish']);
    const old = run({}, { isParked: true, beganAt: NOW - 120_000 });
    expect(kinds(decide(old, ready({}, NOTHING)))).toEqual(['finish']);
    const empty = { isStillEmpty: true, waiting: 0 };
    expect(kinds(decide(parked, facts({ ...empty, isStopping: true })))).toEqual(['finish']);
    expect(kinds(decide(parked, facts({ ...empty, isLockFresh: false })))).toEqual(['end']);
  });

  it('empty: nothing is read where this process alone appends, and has not', () => {
    const reported = run({}, { isParked: true, reports: 1 });
    const known = { waiting: 0, isFedHere: true };
    expect(kinds(decide(reported, facts(known)))).toEqual(['await-events']);
    expect(kinds(decide(reported, facts({ ...known, isFedHere: false })))).toEqual(['cut']);
    expect(kinds(decide(reported, facts({ ...known, waiting: 1 })))).toEqual(['cut']);
    expect(kinds(decide(run({}, { isParked: true }), facts(known)))).toEqual(['cut']);
    expect(kinds(decide(run({}, { reports: 1 }), facts(known)))).toEqual(['cut']);
    expect(kinds(decide(reported, facts({ ...known, isSketched: true })))).toEqual(['look']);
  });

  it('empty: no event is to be reported', () => {
    const empty = ready({}, NOTHING);
    expect(kinds(decide(run(), empty))).toEqual(['finish']);
    expect(the('settle', decide(run(), ready({}, { ...NOTHING, passed: 3 })))).toMatchObject({
      delivered: false,
      words: [],
    });
  });
});
