import type { Unauthorized } from '#metastudio';
import { AnswerJudge, type Undelivered } from './answer-judge.js';
import { REPORTER_TIMES } from './reporter-times.js';
import { targetStateOf, type TargetState } from './target-state.js';

const STATE = targetStateOf(new Map(), Date.now());
const BATCH = { events: 100, bytes: 20_000, place: 0 };
const LONE = { events: 1, bytes: 200, place: 0 };
const REQUEST = { status: 400, code: 'MSS.00000003', requestId: 'req-1' };
const INVALID = { kind: 'invalid', message: 'bad', certain: true, ...REQUEST } as const;

/** A route that finds what it is told to, and remembers what it was asked. */
function setUp({ pinned = false, ended = false, moves = false } = {}) {
  const asked: string[] = [];
  const route = {
    jobId: ended ? undefined : 'job',
    drop: async () => void asked.push('drop'),
    locate: async (again: boolean) => {
      asked.push(again ? 'look again' : 'locate');
      return moves;
    },
  };
  return { asked, judge: new AnswerJudge(route, pinned, REPORTER_TIMES, () => 0.5) };
}

const unauthorized = (remedy: Unauthorized['remedy']): Undelivered => ({
  kind: 'unauthorized',
  remedy,
  status: 401,
  code: 'APIGW.0301',
});

describe('AnswerJudge', () => {
  it('retries later and later, and as late as MetaStudio asks', async () => {
    const { judge } = setUp();
    const retry = { kind: 'retry', reason: 'throttled', ambiguous: false } as const;
    const first = await judge.judge(retry, BATCH, STATE);
    expect(first).toMatchObject({ kind: 'delay', cause: 'retry', inMs: 500 });
    expect(first.state.failures).toBe(1);
    const third = await judge.judge(retry, BATCH, { ...STATE, failures: 2 });
    expect(third).toMatchObject({ inMs: 2000, fields: { failing: 'throttled' } });
    const asked = await judge.judge({ ...retry, retryAfterMs: 90_000 }, BATCH, STATE);
    expect(asked).toMatchObject({ inMs: 90_000 });
  });

  it('drops a refused URL, looks for another, and goes on, once', async () => {
    const { judge, asked } = setUp();
    const first = await judge.judge(unauthorized('drop-url'), BATCH, STATE);
    expect(first.kind).toBe('go-on');
    expect(asked).toEqual(['drop', 'look again']);
    const second = await judge.judge(unauthorized('drop-url'), BATCH, first.state);
    expect(second).toMatchObject({ kind: 'pause', reason: 'unauthorized', code: 'APIGW.0301' });
    expect(second.state.remedied).toBe(false);
  });

  it('signs again once, and pauses at once where nothing can help', async () => {
    const { judge } = setUp();
    const again = await judge.judge(unauthorized('sign-again'), BATCH, STATE);
    expect(again.kind).toBe('go-on');
    expect(await judge.judge(unauthorized('sign-again'), BATCH, again.state)).toMatchObject({
      kind: 'pause',
    });
    expect(await judge.judge(unauthorized('none'), BATCH, STATE)).toMatchObject({ kind: 'pause' });
  });

  it('halves what is too large, and sets a single event that is aside', async () => {
    const { judge } = setUp();
    const tooLarge = { kind: 'too-large', status: 413, code: 'APIGW.0201' } as const;
    const halved = await judge.judge(tooLarge, BATCH, STATE);
    expect(halved.kind).toBe('go-on');
    expect(halved.state.bodyBytesMax).toBeGreaterThanOrEqual(10_000);
    expect(halved.state.bodyBytesMax).toBeLessThan(10_100);
    const alone = await judge.judge(tooLarge, LONE, STATE);
    expect(alone.state.suspicion.refused).toMatchObject([{ code: 'APIGW.0201', requestId: '' }]);
  });

  it('searches for the event that is refused, with the words of MetaStudio', async () => {
    const { judge, asked } = setUp();
    const many = await judge.judge(INVALID, BATCH, STATE);
    expect(many).toMatchObject({ kind: 'go-on', state: { suspicion: { suspects: 100 } } });
    const one = await judge.judge(INVALID, LONE, many.state);
    expect(one.state.suspicion).toMatchObject({
      refused: [{ code: 'MSS.00000003', message: 'bad', requestId: 'req-1' }],
      suspects: 0,
    });
    expect(asked).toEqual([]);
  });

  it('looks the job up once before it blames the events for a 400 of an unknown kind', async () => {
    const uncertain = { ...INVALID, certain: false };
    const same = setUp();
    const first = await same.judge.judge(uncertain, BATCH, STATE);
    expect(first.state).toMatchObject({ relocated: true, suspicion: { suspects: 100 } });
    await same.judge.judge(uncertain, BATCH, first.state);
    expect(same.asked).toEqual(['look again']);

    for (const { judge } of [setUp({ moves: true }), setUp({ ended: true })]) {
      const after = await judge.judge(uncertain, BATCH, STATE);
      expect(after).toMatchObject({ kind: 'go-on', state: { suspicion: { suspects: 0 } } });
    }
  });

  it('waits, and then pauses, when one event after the other is refused', async () => {
    const { judge } = setUp();
    let state: TargetState = STATE;
    const waitedAt: number[] = [];
    for (let place = 1; waitedAt.length < 6; place++) {
      const after = await judge.judge(INVALID, { ...LONE, place }, state);
      state = after.state;
      if (after.kind === 'go-on') continue;
      expect(after).toMatchObject({ kind: 'delay', cause: 'retry', inMs: 7001 });
      expect(state.suspicion.again).toBe(true);
      waitedAt.push(place);
      // The first is tried again after a wait, and then the others.
      const tried = await judge.judge(INVALID, { ...LONE, place: 1 }, state);
      expect(tried.kind).toBe('go-on');
      state = tried.state;
      place = 1;
    }
    expect(waitedAt).toEqual([1, 2, 4, 8, 16, 32]);

    const { suspicion } = state;
    const [first, ...others] = suspicion.refused;
    const old = [{ ...first!, at: Date.now() - 61_000 }, ...others];
    const late = { ...state, suspicion: { ...suspicion, refused: old, tries: 10 } };
    expect(await judge.judge(INVALID, { ...LONE, place: 33 }, late)).toMatchObject({
      kind: 'pause',
      reason: 'refused-throughout',
      code: 'MSS.00000003',
      state: { suspicion: { again: true } },
    });
  });

  it('looks a job that is gone up again, and waits when the room insists on it', async () => {
    const gone = { kind: 'gone', status: 404, code: 'MSS.00000002' } as const;
    const { judge, asked } = setUp();
    const first = await judge.judge(gone, BATCH, STATE);
    expect(first).toMatchObject({ kind: 'go-on', state: { relocated: true } });
    expect(asked).toEqual(['look again']);
    const second = await judge.judge(gone, BATCH, first.state);
    expect(second).toMatchObject({ kind: 'delay', cause: 'no-job', state: { relocated: false } });
    const pinned = await setUp({ pinned: true }).judge.judge(gone, BATCH, STATE);
    expect(pinned).toMatchObject({ kind: 'pause', reason: 'job-gone' });
  });

  it('pauses where MetaStudio refuses the caller, and lets go of what another reports', async () => {
    const { judge } = setUp();
    const refused = { kind: 'refused', reason: 'redirect', status: 302 } as const;
    expect(await judge.judge(refused, BATCH, STATE)).toMatchObject({
      kind: 'pause',
      reason: 'redirect',
    });
    expect(await judge.judge({ kind: 'stale' }, BATCH, STATE)).toMatchObject({ kind: 'lost' });
  });
});
