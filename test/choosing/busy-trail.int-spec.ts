import { TrailStream, type BufferKeys, type BufferRedis } from '#event-buffer';
import type { TrailRecord } from '../../apps/relay/src/trail/trail-record.js';
import { BufferRig, TARGET } from '../event-buffer/support/buffer-rig.js';

const RECORDS = 120;
const ROWS = 100;

/** What a room leaves in which thousands of likes came. */
async function fill(redis: BufferRedis, keys: BufferKeys): Promise<void> {
  const record: TrailRecord = {
    k: 'came',
    bridge: 'a',
    rows: Array.from({ length: ROWS }, () => [1, 'like', '', '', '']),
    words: Array.from({ length: ROWS }, () => ['', '', '']),
  };
  for (let i = 0; i < RECORDS; i++) {
    await redis.xadd(keys.of(TARGET).trail, '*', 'r', JSON.stringify({ ...record, more: i }));
  }
}

describe('the trail of a busy room', () => {
  let rig: BufferRig;

  beforeEach(async () => {
    rig = await BufferRig.open();
    await fill(rig.redis, rig.keys);
  });
  afterEach(() => rig.close());

  it('is read a part at a time, whole and in order', async () => {
    const parts: number[][] = [];
    for await (const part of new TrailStream(rig.redis, rig.keys).read(TARGET, 60_000)) {
      parts.push(part.map((text) => (JSON.parse(text) as { more: number }).more));
    }
    expect(parts.map((part) => part.length)).toEqual([50, 50, 20]);
    expect(parts.flat()).toEqual(Array.from({ length: RECORDS }, (_, i) => i));
  });
});
