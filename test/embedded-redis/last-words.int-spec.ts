import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  EmbeddedPlace,
  EmbeddedRedisError,
} from '../../apps/relay/src/embedded-redis/embedded-place.js';
import { EmbeddedRedis } from '../../apps/relay/src/embedded-redis/embedded-redis.js';

describe("what the relay's own Redis wrote before it ended", () => {
  let folder: string;
  let place: EmbeddedPlace;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'live-event-relay-words-'));
    place = new EmbeddedPlace(join(folder, 'relay.yaml'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** A program in place of redis-server. */
  function programOf(command: string): string {
    const program = join(folder, 'redis');
    writeFileSync(program, `#!/bin/sh\n${command}\n`, { mode: 0o755 });
    return program;
  }

  it('is told where it cannot start, also where it ends at once', async () => {
    const program = programOf('echo "libjemalloc.so.2: no such file" >&2; exit 127');
    // Which is read first, what it wrote or that it ended, is by chance.
    for (let starts = 0; starts < 20; starts++) {
      const failed = EmbeddedRedis.start(program, place, { write: () => {} });
      await expect(failed).rejects.toThrow(EmbeddedRedisError);
      await expect(failed).rejects.toThrow('libjemalloc');
    }
  });

  it('has it start on another port where another program has just taken the first', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    try {
      // The first start of two finds the port taken.
      const isFirst = `mkdir ${folder}/started 2> /dev/null`;
      const command = `${isFirst} && exec redis-server "$@" --port ${port}\nexec redis-server "$@"`;
      const redis = await EmbeddedRedis.start(programOf(command), place, { write: () => {} });
      await redis.stop();
    } finally {
      other.close();
    }
  });
});
