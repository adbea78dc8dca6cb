import { pause } from '#timing';
import { Simulator } from '../../apps/simulator/src/index.js';
import { eventually, HANGS_MS } from '../support/eventually.js';
import { RedisServer, uniquePrefix } from '../support/redis-server.js';
import { startRelay } from '../support/relay-in-process.js';

/**
 * All times are a part of what they are. With `HUMAN_SCALE=1`, which takes some minutes and wants a machine that has time, the
 * ages are shown and bounded, too; else what waits is counted, which does not depend on how busy the machine is.
 */
const SCALE = Number(process.env['HUMAN_SCALE'] ?? 0.25);
const IS_SHOWN = process.env['HUMAN_SCALE'] !== undefined;
const SPEAKING_MS = 8000 * SCALE;
const WINDOW_SECONDS = 2 * SCALE;
const COMMENTS_PER_SECOND = 50;
const ANSWERS = SCALE < 1 ? 6 : 20;
/** So many answers wait at least where nothing keeps comments back. */
const QUEUED = 2 * ANSWERS;

const RULES = [
  {
    rule_name: 'questions',
    event_type: 1,
    hit_condition: {
      relation: 'AND',
      tags: [{ tag: 'content', operation: 'NONE', match: 'REGEX', value: '吗' }],
    },
    trigger: { time_window: 0 },
  },
];

/** A human who speaks 8 s for an answer, and 50 questions a second, each of another thing. */
async function watch(pace: 'human' | 'fixed') {
  const simulator = await new Simulator({
    speakingMs: SPEAKING_MS,
    rooms: [{ roomId: 'r', jobId: 'j', rules: RULES }],
  }).start();
  const comments = { n: 1, everySeconds: WINDOW_SECONDS, turnSeconds: 0 };
  const target = { roomId: 'r', choose: { comments, pace } };
  const relay = await startRelay({
    redis: await RedisServer.shared(),
    simulator,
    prefix: uniquePrefix().replace(':', '-'),
    bridges: [{ name: 'shop', source: { type: 'push', token: 'push-token-1' }, target }],
    buffer: { minIntervalMs: 50 },
    times: { paceScale: SCALE },
  });
  const asking = new AbortController();
  const ask = async (): Promise<void> => {
    const { feed } = relay.relay.pushes!.bridges.get('shop')!;
    for (let i = 1; !asking.signal.aborted; i++) {
      const user = { id: `${i}`, name: `viewer ${i}` };
      const text = `${wordOf(i)}能用吗`;
      feed.push(JSON.stringify({ type: 'comment', id: `${i}`, user, text }), true);
      await pause((1000 / COMMENTS_PER_SECOND) * SCALE);
    }
  };
  try {
    const asked = ask();
    let waitingMax = 0;
    await eventually(
      () => {
        const { spoken, waiting } = simulator.state().answers;
        waitingMax = Math.max(waitingMax, waiting);
        // In windows in which a busy machine asks nothing, nothing is let through either.
        return spoken >= ANSWERS && (pace === 'human' || waiting > QUEUED);
      },
      'the human has said something, and has more to say where the pace is fixed',
      3 * ANSWERS * SPEAKING_MS + HANGS_MS,
    );
    asking.abort();
    await asked;
    const [row] = await relay.relay.ledger.rowsOf('default/r');
    return { ...simulator.state().answers, waitingMax, unaccounted: row!.unaccounted };
  } finally {
    asking.abort();
    await relay.stop();
    await simulator.stop();
  }
}

/** Another word for each number, so that no question repeats another. */
function wordOf(i: number): string {
  return i
    .toString(26)
    .split('')
    .map((digit) => WORDS[Number.parseInt(digit, 26)])
    .join('');
}

const WORDS = '天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余';

describe('pace: human, with a human who speaks', () => {
  it('keeps answered questions young, where a fixed pace lets a queue grow', async () => {
    const [paced, fixed] = await Promise.all([watch('human'), watch('fixed')]);
    expect(paced.unaccounted).toBe(0);
    expect(paced.waitingMax).toBeLessThanOrEqual(4);
    expect(fixed.waitingMax).toBeGreaterThan(QUEUED);
    if (!IS_SHOWN) return;
    process.stdout.write(`${JSON.stringify({ paced, fixed })}\n`);
    expect(paced.ageMs.p95!).toBeLessThan(20_000 * SCALE);
    expect(fixed.ageMs.p95!).toBeGreaterThan(2 * paced.ageMs.p95!);
  }, 400_000);
});
