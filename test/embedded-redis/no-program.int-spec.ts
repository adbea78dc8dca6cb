import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  EmbeddedPlace,
  EmbeddedRedisError,
} from '../../apps/relay/src/embedded-redis/embedded-place.js';
import { EmbeddedRedis } from '../../apps/relay/src/embedded-redis/embedded-redis.js';

/** How many timers keep the process alive. */
function timers(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
}

it("the relay's own Redis: a program that is not there is told of, and no timer is left", async () => {
  const folder = mkdtempSync(join(tmpdir(), 'live-event-relay-no-program-'));
  try {
    const place = new EmbeddedPlace(join(folder, 'relay.yaml'));
    const before = timers();
    const started = EmbeddedRedis.start(join(folder, 'redis-server'), place, { write: () => {} });
    await expect(started).rejects.toThrow(EmbeddedRedisError);
    expect(timers()).toBe(before);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
