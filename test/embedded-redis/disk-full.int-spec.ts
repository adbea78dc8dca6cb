import { mkdirSync, mkdtempSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  EmbeddedPlace,
  EmbeddedRedisError,
  programOf,
} from '../../apps/relay/src/embedded-redis/embedded-place.js';
import { EmbeddedRedis } from '../../apps/relay/src/embedded-redis/embedded-redis.js';

it("the relay's own Redis: where its address cannot be written down it is told of, and no server is left", async () => {
  const folder = mkdtempSync(join(tmpdir(), 'live-event-relay-disk-'));
  const program = programOf('redis-server', process.env)!;
  const place = new EmbeddedPlace(join(folder, 'relay.yaml'));
  const heard: string[] = [];
  const log = { write: (_: unknown, __: unknown, words: string) => void heard.push(words) };
  try {
    place.make();
    // As on a full disk, the file cannot be written.
    const inTheWay = join(place.folder, 'running.json~');
    mkdirSync(inTheWay);
    const failed = EmbeddedRedis.start(program, place, log);
    await expect(failed).rejects.toThrow(EmbeddedRedisError);
    await expect(failed).rejects.toThrow(`${place.folder}: EISDIR. Look at the disk`);
    const [, pid] = /pid=(\d+)/u.exec(heard.join('\n')) ?? [];
    expect(() => process.kill(Number(pid), 0)).toThrow('ESRCH');
    rmdirSync(inTheWay);
    const started = await EmbeddedRedis.start(program, place, log);
    expect(place.running()?.url).toBeDefined();
    await started.stop();
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 60_000);
