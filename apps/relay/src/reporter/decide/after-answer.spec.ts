import type { Unauthorized } from '#metastudio';
import {
  answered,
  batchOf,
  facts,
  INVALID,
  kinds,
  LIMITS,
  LONE,
  MANY,
  NOW,
  ready,
  run,
  TARGET,
  the,
  type Answer,
} from '../../../../../test/support/report-facts.js';
import { decide } from './decide.js';
import type { Facts } from './facts.js';
import type { KeptState } from './kept-state.js';

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

  it('yields to the next target after 100 reports and half a minute, two minutes, 10 in a crowd, 1 where turns come from the queue', () => {
    const after = ready({ settled: { isParked: false }, waiting: 1 });
    const isOver = (reports: number, known: Partial<Facts>, beganAt = NOW - 30_000): boolean =>
      kinds(decide(run({}, { reports, beganAt }), { ...after, ...known }))[0] === 'end';
    expect([isOver(99, {}), isOver(100, {})]).toEqual([false, true]);
    expect(isOver(100, {}, NOW - 29_999)).toBe(false);
    expect([isOver(1, {}, NOW - 119_999), isOver(1, {}, NOW - 120_000)]).toEqual([false, true]);
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

  it('404 of an issued URL: goes on without it, once, where the job runs all the same', () => {
    const gone = { kind: 'gone', status: 404, remedy: 'drop-url' } as const;
    const same = answered(gone);
    expect(kinds(same)).toEqual(['go-on']);
    for (const isPinned of [false, true]) {
      const drops = decide(same.state, ready({ answer: gone, isPinned }));
      expect(drops.effects).toEqual([{ kind: 'locate', dropsUrl: true }]);
      const then = answered(gone, MANY, same.state.target, { isPinned });
      expect(kinds(then)).toEqual(['go-on']);
      const still = answered(gone, MANY, then.state.target, { isPinned });
      expect(kinds(still).at(-1)).toBe('wait');
    }
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
