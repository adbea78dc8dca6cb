import * as fc from 'fast-check';
import type { Unauthorized } from '#metastudio';
import { shareOfOneShape } from '../../../../../test/support/shapes.js';
import { reportLimitsOf } from '../report-limits.js';
import { keptStateOf, type KeptState } from './kept-state.js';
import { decide } from './decide.js';
import type { Decision, Effect } from './effects.js';
import type { Facts } from './facts.js';
import { beginOf, type RunState } from './run-state.js';

const NOW = 1_700_000_000_000;
const TARGET = keptStateOf(new Map(), NOW);
const LIMITS = reportLimitsOf({
  maxEvents: 100_000,
  maxBytes: 1_000_000,
  minIntervalMs: 100,
  lingerMs: 0,
  waitReplicas: 0,
  maxAgeSeconds: { paid: undefined, chat: undefined, ambient: undefined },
  maxPerSecond: new Map(),
});
const MANY = { events: 100, bytes: 20_000, offset: 0, passed: 100 };
const LONE = { events: 1, bytes: 200, offset: 0, passed: 1 };
const NOTHING = { events: 0, bytes: 0, offset: 0, passed: 0 };
const SAME_JOB = { hasMoved: false, hasJob: true };
const INVALID = {
  kind: 'invalid',
  message: 'bad',
  certain: true,
  status: 400,
  code: 'MSS.00000003',
  requestId: 'req-1',
} as const;

type Batch = Pick<NonNullable<Facts['batch']>, 'events' | 'bytes' | 'offset' | 'passed'>;
type Answer = NonNullable<Facts['answer']>;

/** The facts of a step in which nothing stands in the way. */
function facts(known: Partial<Facts> = {}): Facts {
  return {
    now: NOW,
    random: 0.5,
    limits: LIMITS,
    isPinned: false,
    hasRate: false,
    hasTurn: false,
    isSketched: false,
    isFedHere: false,
    mayPark: true,
    isCrowded: false,
    waiting: 100,
    isStopping: false,
    isLockFresh: true,
    control: 'running',
    ...known,
  };
}

function batchOf(batch: Batch, more: object = {}): NonNullable<Facts['batch']> {
  return { ...batch, isCutShort: false, isAtMostOnce: false, isSketch: false, ...more };
}

function run(target: Partial<KeptState> = {}, more: Partial<RunState> = {}): RunState {
  return { ...beginOf({ ...TARGET, ...target }, NOW), ...more };
}

/** The limit binds, and no more targets may park here. */
function limited(known: Partial<Facts>): Facts {
  return ready({ hasRate: true, mayPark: false, ...known });
}

function kinds({ effects }: Decision): string[] {
  return effects.map(({ kind }) => kind);
}

function the<K extends Effect['kind']>(kind: K, { effects }: Decision) {
  return effects.find((effect) => effect.kind === kind) as Extract<Effect, { kind: K }>;
}

/** A report that is about to go: a batch was cut, and there is a way for it. */
function ready(known: Partial<Facts> = {}, batch: Batch = MANY, more: object = {}): Facts {
  return facts({ batch: batchOf(batch, more), way: 'request', ...known });
}

/** Decides what follows an answer, and looks the job up where that is asked for. */
function answered(
  answer: Answer,
  batch: Batch = MANY,
  target: KeptState = TARGET,
  { located = SAME_JOB, ...known }: Partial<Facts> = {},
): Decision {
  const first = decide(beginOf(target, NOW), ready({ answer, ...known }, batch));
  if (!kinds(first).includes('locate')) return first;
  return decide(first.state, ready({ answer, located, ...known }, batch));
}

describe('before a report, a gate is shut', () => {
  it('stop: leaves waiting events to another process', () => {
    expect(decide(run(), facts({ isStopping: true })).effects).toEqual([
      { kind: 'end', result: { kind: 'again', inMs: 0 } },
    ]);
    expect(kinds(decide(run(), facts({ isStopping: true, waiting: 0 })))).toEqual(['finish']);
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

  it('empty: no event is to be reported', () => {
    const empty = ready({}, NOTHING);
    expect(kinds(decide(run(), empty))).toEqual(['finish']);
    expect(the('settle', decide(run(), ready({}, { ...NOTHING, passed: 3 })))).toMatchObject({
      delivered: false,
      words: [],
    });
  });
});

describe('a report that was delivered', () => {
  const delivered = { kind: 'delivered', status: 200 } as const;

  it('is settled, and the target parks until its next report may go', () => {
    const settles = decide(run({ failures: 3, failingSince: 5 }), ready({ answer: delivered }));
    expect(the('settle', settles)).toMatchObject({ delivered: true, parks: true });
    expect(settles.state).toMatchObject({
      reports: 1,
      isParked: true,
      target: { failures: 0, failingSince: 0, reportedAt: NOW },
    });
    const after = ready({ answer: delivered, settled: { isParked: true }, waiting: 0 });
    expect(the('park', decide(settles.state, after)).inMs).toBe(100);
  });

  it('without a pace waits until this process appends, but not where nothing tells of appends', () => {
    const limits = { ...LIMITS, minIntervalMs: 0 };
    const parks = (known: Partial<Facts>) => {
      const settled = { settled: { isParked: true }, waiting: 0 };
      return the('park', decide(run(), ready({ limits, ...settled, ...known })));
    };
    expect(parks({ isFedHere: true })).toMatchObject({ inMs: 5, forAppendMs: 10 });
    expect(parks({ isFedHere: false })).toMatchObject({ inMs: 5, forAppendMs: 0 });
    // What was appended meanwhile is not made to wait for the next append.
    expect(parks({ isFedHere: true, waiting: 1 })).toMatchObject({ inMs: 5, forAppendMs: 0 });
    expect(parks({ isFedHere: true, limits: LIMITS })).toMatchObject({
      inMs: 100,
      forAppendMs: 0,
    });
  });

  it('what came meanwhile stays unread until the pace lets it go, unless it fills a report', () => {
    const settled = { isParked: true };
    for (const [waiting, isCutShort, next] of [
      [1, false, 'park'],
      [999, false, 'park'],
      [1000, false, 'go-on'],
      [1, true, 'go-on'],
    ] as const) {
      const batch = batchOf(MANY, { isCutShort });
      expect(kinds(decide(run(), ready({ batch, settled, waiting })))).toEqual([next]);
    }
  });

  it('yields to the next target after 100 reports and half a minute, 10 in a crowd, 1 where turns come from the queue', () => {
    const after = ready({ settled: { isParked: false }, waiting: 1 });
    const isOver = (reports: number, known: Partial<Facts>, beganAt = NOW - 30_000): boolean =>
      kinds(decide(run({}, { reports, beganAt }), { ...after, ...known }))[0] === 'end';
    expect([isOver(99, {}), isOver(100, {})]).toEqual([false, true]);
    expect(isOver(100, {}, NOW - 29_999)).toBe(false);
    expect([isOver(9, { isCrowded: true }), isOver(10, { isCrowded: true })]).toEqual([
      false,
      true,
    ]);
    const queued = { hasRate: true, mayPark: false };
    expect([isOver(0, queued), isOver(1, queued)]).toEqual([false, true]);
    expect(isOver(1, { hasRate: true })).toBe(false);
  });
});

const unauthorized = (remedy: Unauthorized['remedy']): Answer => ({
  kind: 'unauthorized',
  remedy,
  status: 401,
  code: 'APIGW.0301',
});

describe('an answer that is no delivery', () => {
  it('429: waits as long as Retry-After asks, else longer with each failure', () => {
    const retry = { kind: 'retry', reason: 'throttled', ambiguous: false } as const;
    const first = answered(retry);
    expect(the('wait', first)).toMatchObject({ inMs: 500, fields: { delay: 'retry' } });
    expect(first.state.target).toMatchObject({ failures: 1, failingSince: NOW });
    const third = answered(retry, MANY, { ...TARGET, failures: 2 });
    expect(the('wait', third)).toMatchObject({ inMs: 2000, fields: { failing: 'throttled' } });
    expect(the('wait', answered({ ...retry, retryAfterMs: 90_000 })).inMs).toBe(90_000);
  });

  it('401: drops a URL that is refused, looks for another, and goes on, once', () => {
    const first = decide(run(), ready({ answer: unauthorized('drop-url') }));
    expect(first.effects).toEqual([{ kind: 'locate', dropsUrl: true }]);
    const then = answered(unauthorized('drop-url'));
    expect(kinds(then)).toEqual(['go-on']);
    const second = answered(unauthorized('drop-url'), MANY, then.state.target);
    expect(the('tell-paused', second)).toMatchObject({
      reason: 'unauthorized',
      code: 'APIGW.0301',
    });
    expect(second.state.target.remedied).toBe(false);
  });

  it('401: signs again once, and pauses at once where nothing can help', () => {
    const signsAgain = answered(unauthorized('sign-again'));
    expect(kinds(signsAgain)).toEqual(['go-on']);
    const again = answered(unauthorized('sign-again'), MANY, signsAgain.state.target);
    expect(kinds(again)).toEqual(['tell-paused', 'wait']);
    expect(kinds(answered(unauthorized('none')))).toEqual(['tell-paused', 'wait']);
  });

  it('413: halves what is too large, and sets an event that alone is too large aside', () => {
    const tooLarge = { kind: 'too-large', status: 413, code: 'APIGW.0201' } as const;
    const halved = answered(tooLarge);
    expect(kinds(halved)).toEqual(['go-on']);
    expect(halved.state.target.bodyBytesMax).toBeGreaterThanOrEqual(10_000);
    expect(halved.state.target.bodyBytesMax).toBeLessThan(10_100);
    const { refused } = answered(tooLarge, LONE).state.target.suspicion;
    expect(refused).toMatchObject([{ code: 'APIGW.0201', requestId: '' }]);
  });

  it('400: searches for the event that is refused, with the words of MetaStudio', () => {
    const many = answered(INVALID);
    expect(kinds(many)).toEqual(['go-on']);
    expect(many.state.target.suspicion.suspects).toBe(100);
    const one = answered(INVALID, LONE, many.state.target);
    expect(one.state.target.suspicion).toMatchObject({
      refused: [{ code: 'MSS.00000003', message: 'bad', requestId: 'req-1' }],
      suspects: 0,
    });
  });

  it('400 of an unknown kind: looks the job up once before it blames the events', () => {
    const uncertain = { ...INVALID, certain: false };
    const asks = decide(run(), ready({ answer: uncertain }));
    expect(asks.effects).toEqual([{ kind: 'locate', dropsUrl: false }]);
    const same = answered(uncertain);
    expect(same.state.target).toMatchObject({ relocated: true, suspicion: { suspects: 100 } });
    const next = decide(same.state, ready({ answer: uncertain }));
    expect(kinds(next)).not.toContain('locate');
    for (const located of [
      { hasMoved: true, hasJob: true },
      { hasMoved: false, hasJob: false },
    ]) {
      const moved = answered(uncertain, MANY, TARGET, { located });
      expect(kinds(moved)).toEqual(['go-on']);
      expect(moved.state.target.suspicion.suspects).toBe(0);
    }
  });

  it('400 for one event after another: waits after 1, 2, 4 and more of them, then pauses', () => {
    let target: KeptState = TARGET;
    const waitedAt: number[] = [];
    for (let offset = 1; waitedAt.length < 6; offset++) {
      const after = answered(INVALID, { ...LONE, offset }, target);
      target = after.state.target;
      if (kinds(after)[0] === 'go-on') continue;
      expect(the('wait', after)).toMatchObject({ inMs: 7001, fields: { delay: 'retry' } });
      expect(target.suspicion.again).toBe(true);
      waitedAt.push(offset);
      // The first is tried again after a wait, and then the others.
      const tried = answered(INVALID, { ...LONE, offset: 1 }, target);
      expect(kinds(tried)).toEqual(['go-on']);
      target = tried.state.target;
      offset = 1;
    }
    expect(waitedAt).toEqual([1, 2, 4, 8, 16, 32]);

    const { suspicion } = target;
    const [first, ...others] = suspicion.refused;
    const refused = [{ ...first!, at: NOW - 61_000 }, ...others];
    const late = { ...target, suspicion: { ...suspicion, refused, tries: 10 } };
    const pauses = answered(INVALID, { ...LONE, offset: 33 }, late);
    expect(the('tell-paused', pauses)).toMatchObject({
      reason: 'refused-throughout',
      code: 'MSS.00000003',
    });
    expect(pauses.state.target.suspicion.again).toBe(true);
  });

  it('404: looks a job that is gone up again, and waits where the room insists on it', () => {
    const gone = { kind: 'gone', status: 404, code: 'MSS.00000002' } as const;
    const asks = decide(run(), ready({ answer: gone }));
    expect(asks.effects).toEqual([{ kind: 'locate', dropsUrl: false }]);
    const first = answered(gone);
    expect(kinds(first)).toEqual(['go-on']);
    const second = answered(gone, MANY, first.state.target);
    expect(the('wait', second).fields).toMatchObject({ delay: 'no-job', relocated: false });
    const pinned = answered(gone, MANY, TARGET, { isPinned: true });
    expect(the('tell-paused', pinned).reason).toBe('job-gone');
  });

  it('403, 3xx: pauses; a batch that another drain reports is let go', () => {
    const redirect = answered({ kind: 'refused', reason: 'redirect', status: 302 });
    expect(the('tell-paused', redirect).reason).toBe('redirect');
    expect(answered({ kind: 'stale' }).effects).toEqual([
      { kind: 'end', result: { kind: 'again', inMs: 500 } },
    ]);
  });

  it('at-most-once: unmarks a report that was surely not sent, keeps the mark of an ambiguous one', () => {
    const sent = run({ inFlight: 100 }, { markBefore: 7 });
    const known = { kind: 'retry', reason: 'throttled', ambiguous: false } as const;
    const taken = decide(sent, ready({ answer: known }));
    expect(taken.effects[0]).toEqual({ kind: 'unmark', events: 7 });
    expect(taken.state.target.inFlight).toBe(7);
    const unknown = decide(sent, ready({ answer: { ...known, ambiguous: true } }));
    expect(kinds(unknown)).toEqual(['wait']);
    expect(unknown.state.target.inFlight).toBe(100);
  });
});

describe('a step that fails', () => {
  it('job look-up failed: waits as after any failure', () => {
    const waits = decide(run({ failures: 2 }), facts({ failure: { kind: 'lookup' } }));
    expect(the('wait', waits).fields).toMatchObject({ failing: 'job-lookup', failures: 3 });
  });

  it('unreadable entry: pauses', () => {
    const failure = { kind: 'unreadable', code: 'RELAY_ENTRY_UNREADABLE' } as const;
    expect(the('tell-paused', decide(run(), facts({ failure })))).toMatchObject({
      reason: 'entry-unreadable',
      code: 'RELAY_ENTRY_UNREADABLE',
    });
  });
});

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
