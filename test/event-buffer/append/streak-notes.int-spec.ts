import { STREAK_QUIET_MS } from '#live-event';
import { BufferRig, comments, TARGET } from '../support/buffer-rig.js';

describe('the streaks of an append', () => {
  let rig: BufferRig;
  beforeEach(async () => {
    rig = await BufferRig.open();
  });
  afterEach(() => rig.close());

  const noted = async (bridge = 'main'): Promise<object> => ({
    ...(await rig.appender().streaksOf(TARGET, bridge)),
  });

  it('are read by bridge, until a note says that a streak is over', async () => {
    expect(await noted()).toEqual({});
    const [streak, other] = ['douyin_1\n463\n176', 'douyin_2\n463\n\u{1F339}'];
    await rig.append(comments(2), { streaks: [streak, '5@9', other, '2@9'] });
    await rig.append([], { streaks: [streak, '7!@9', other, ''] });
    expect(await noted()).toEqual({ [streak]: '7!@9' });
    expect(await noted('another')).toEqual({});
  });

  it('are forgotten together once none has risen for a minute', async () => {
    await rig.append(comments(1), { streaks: ['a', '5@9'] });
    const key = rig.keys.of(TARGET).streaks('main');
    const left = await rig.redis.pttl(key);
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(STREAK_QUIET_MS);
    await rig.append([], { streaks: ['a', ''] });
    expect(await rig.redis.exists(key)).toBe(0);
  });

  it('are not changed by an append that is refused, or repeated', async () => {
    await rig.append(comments(1), { epoch: 3, streaks: ['a', '5@9'] });
    await rig.append(comments(1), { epoch: 2, streaks: ['a', '99@9'] });
    await rig.append(comments(1), { epoch: 3, number: 1, streaks: ['a', '99@9'] });
    expect(await noted()).toEqual({ a: '5@9' });
  });

  it('may be as many as a streak counter holds', async () => {
    const streaks = Array.from({ length: 20_000 }, (_, i) => [`viewer ${i}`, '1@9']).flat();
    await rig.append(comments(1), { streaks });
    expect(Object.keys(await noted())).toHaveLength(20_000);
  });
});
