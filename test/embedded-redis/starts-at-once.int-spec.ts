import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPlace, programOf } from '../../apps/relay/src/embedded-redis/embedded-place.js';
import { EmbeddedRedis } from '../../apps/relay/src/embedded-redis/embedded-redis.js';
import { redisOfAnother } from '../../apps/relay/src/embedded-redis/other-redis.js';

it("the relay's own Redis: of several starts at once one runs it, and the others use that", async () => {
  const folder = mkdtempSync(join(tmpdir(), 'live-event-relay-at-once-'));
  const program = programOf('redis-server', process.env)!;
  const servers: EmbeddedRedis[] = [];
  const start = async (): Promise<string> => {
    const place = new EmbeddedPlace(join(folder, 'relay.yaml'));
    place.make();
    const another = await redisOfAnother(place, new AbortController().signal);
    if (another !== undefined) return another.reveal();
    const own = await EmbeddedRedis.start(program, place, { write: () => {} });
    servers.push(own);
    return own.url.reveal();
  };
  try {
    const urls = await Promise.all([start(), start(), start()]);
    expect(new Set(urls).size).toBe(1);
    expect(servers).toHaveLength(1);
  } finally {
    for (const server of servers) await server.stop();
    rmSync(folder, { recursive: true });
  }
}, 60_000);

it("the relay's own Redis: a start that waits for that of another ends when it is asked to stop", async () => {
  const folder = mkdtempSync(join(tmpdir(), 'live-event-relay-asked-'));
  const file = join(folder, 'relay.yaml');
  const other = new EmbeddedPlace(file);
  other.make();
  other.claim.take();
  try {
    const stop = new AbortController();
    const waiting = redisOfAnother(new EmbeddedPlace(file), stop.signal);
    stop.abort();
    expect(await waiting).toBeUndefined();
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 60_000);
