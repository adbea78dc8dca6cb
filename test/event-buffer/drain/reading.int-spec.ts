import { Drain, DrainMemory, Sketch, type BufferRedis } from '#event-buffer';
import type { LiveEvent } from '#live-event';
import { BufferRig, comments, event, limitsOf, TARGET, textsOf } from '../support/buffer-rig.js';

const TEXT_BYTES = 1000;
const WANTED = { events: 1000, bytes: 50_000 };

type Range = (...args: [string, string, string, 'COUNT', number]) => Promise<[Buffer, Buffer[]][]>;

/** A connection that notes how many entries each command asks for. */
function noting(redis: BufferRedis, asked: number[]): BufferRedis {
  const noted = Object.create(redis) as { xrangeBuffer: Range };
  noted.xrangeBuffer = async (...args) => {
    asked.push(args[4]);
    return redis.xrangeBuffer(...args);
  };
  return noted as unknown as BufferRedis;
}

function large(count: number): LiveEvent[] {
  return comments(count, 'x'.repeat(TEXT_BYTES));
}

describe('what a drain reads', () => {
  let rig: BufferRig;
  let asked: number[];
  let memory: DrainMemory;

  beforeEach(async () => {
    rig = await BufferRig.open();
    asked = [];
    memory = new DrainMemory();
  });
  afterEach(() => rig.close());

  async function begin(): Promise<Drain> {
    return Drain.begin(noting(rig.redis, asked), rig.keys, TARGET, 'job-1', { memory });
  }

  /** Each in an entry of its own. */
  async function append(events: readonly LiveEvent[]): Promise<void> {
    for (const one of events) await rig.append([one]);
  }

  it('ends where a report is full by its bytes, and little is read beyond', async () => {
    await append(large(200));
    const drain = await begin();
    await drain.readAhead(WANTED);
    expect(drain.window.bytes).toBeGreaterThanOrEqual(WANTED.bytes);
    expect(drain.window.bytes).toBeLessThan(WANTED.bytes + 4 * TEXT_BYTES);
    expect(memory.bytes).toBe(drain.window.memoryBytes);
    const batch = drain.window.cut(limitsOf(10));
    await drain.settle(batch, true);
    expect(memory.bytes).toBe(drain.window.memoryBytes);
    await drain.readAhead(WANTED);
    expect(textsOf(drain.window.cut(limitsOf(1)))[0]).toMatch(/x10$/u);
  });

  it('is read again in one command after it was let go, with what came meanwhile', async () => {
    await append(comments(60));
    const drain = await begin();
    await drain.readAhead();
    drain.letGo();
    drain.letGo();
    expect([drain.window.events, memory.bytes]).toEqual([0, 0]);
    await append(comments(1, 'late'));
    asked.length = 0;
    await drain.readAhead();
    expect(asked).toHaveLength(1);
    const texts = textsOf(drain.window.cut(limitsOf(1000)));
    expect(texts).toEqual([...Array.from({ length: 60 }, (_, i) => String(i)), 'late0']);
  });

  it('begins with more of it once its entries were small, and with few where they were large', async () => {
    await append(comments(100));
    const drain = await begin();
    await drain.readAhead({ events: 16, bytes: 50_000 });
    drain.window.pass(drain.window.cut(limitsOf(16)));
    asked.length = 0;
    await drain.readAhead();
    expect(asked[0]).toBe(64);
    await append(comments(40, 'x'.repeat(5000)));
    await drain.readAhead();
    drain.window.pass(drain.window.cut(limitsOf(1000)));
    await append(comments(1));
    asked.length = 0;
    await drain.readAhead();
    expect(asked[0]).toBe(16);
  });

  it('is asked for in small parts where nobody knows how large it is', async () => {
    await append(comments(800));
    const drain = await begin();
    await drain.readAhead();
    expect(drain.window.events).toBe(800);
    expect(Math.max(...asked)).toBe(256);
  });

  it('may be a sketch alone, which grows with what comes behind it', async () => {
    await append(large(30));
    const drain = await begin();
    await drain.readAhead(WANTED);
    const sketch = new Sketch(drain.window, false);
    drain.letGo();
    await append([event('gift', 'rose')]);
    await drain.readSketch(sketch, WANTED);
    const never = { paid: -Infinity, chat: -Infinity, ambient: -Infinity };
    expect([...sketch.oldest(never).keys()].sort()).toEqual(['chat', 'paid']);
    expect([sketch.events, memory.bytes, drain.window.events]).toEqual([31, 0, 0]);
    asked.length = 0;
    await drain.readAhead(WANTED);
    expect([drain.window.events, asked.length]).toEqual([31, 1]);
  });
});
