import { connectBufferRedis, redisReady, type BufferRedis } from '#event-buffer';
import { createLogger, RelayLog } from '#telemetry';
import { CarryError, carryKeys } from '../../embedded-redis/carry-keys.js';
import {
  EmbeddedPlace,
  EmbeddedRedisError,
  programOf,
} from '../../embedded-redis/embedded-place.js';
import { EmbeddedRedis } from '../../embedded-redis/embedded-redis.js';
import type { CliCommand } from '../context/cli-context.js';
import { EXIT } from '../context/exit-code.js';
import { loadCliConfig } from '../context/load-cli-config.js';
import { ConnectionErrors, redisSentence } from '../context/with-buffer.js';
import { writeLines } from '../terminal/write-lines.js';

/** How long a step may take: a buffer of a hundred thousand events goes over a network as one value. */
const CARRY_MS_MAX = 120_000;

/** `move-redis`: from the relay's own Redis to the one that REDIS_URL names. */
export const moveRedisCommand: CliCommand = {
  name: 'move-redis',
  summary: "carry what waits from the relay's own Redis to the one that REDIS_URL names",
  details: `Name the other Redis in REDIS_URL, stop the relay, run this, and start the relay again. It copies every
key, also what waits, dead letters and bridges that the API made: all of them, or none. It refuses a Redis
that has keys of the prefix already, or that evicts. What it copied stays in relay-redis beside the
configuration: remove it when all is well.

Exit codes: 0 everything is there; 1 nothing was to be carried, or it could not be.`,
  examples: ['REDIS_URL=redis://10.0.0.5:6379 live-relay move-redis'],
  options: [],
  run: async ({ config: file }, context) => {
    const { stdout, stderr } = context;
    const loaded = await loadCliConfig(file, context);
    if (loaded === undefined) return EXIT.failed;
    const { config, environment } = loaded;
    const place = new EmbeddedPlace(file);
    const program = programOf('redis-server', environment);
    const problem =
      config.redis.kind === 'url' && (config.redis.embedded ?? 'no') !== 'no'
        ? 'Name the Redis to move to in REDIS_URL first.'
        : place.running() !== undefined
          ? 'The relay runs: stop it first, so that nothing comes in between.'
          : program === undefined
            ? 'redis-server is not on the PATH.'
            : !place.hasBeenUsed
              ? `There is no data of the relay's own Redis in ${place.folder}: nothing is to be carried.`
              : undefined;
    if (problem !== undefined) {
      await writeLines(stderr, [problem]);
      return EXIT.failed;
    }
    const quiet = new RelayLog(
      createLogger({ level: 'silent', destination: context.stderr, pretty: false }),
    );
    const heard = new ConnectionErrors();
    const failed = (error: Error): void => heard.add(error);
    const to = connectBufferRedis(config.redis, failed, CARRY_MS_MAX);
    let own: EmbeddedRedis | undefined;
    let from: BufferRedis | undefined;
    try {
      await redisReady(to);
      own = await EmbeddedRedis.start(program!, place, quiet);
      from = connectBufferRedis({ kind: 'url', url: own.url }, failed, CARRY_MS_MAX);
      await redisReady(from);
      const count = await carryKeys(from, to, config.redis.prefix);
      place.markMoved();
      await writeLines(stdout, [`${count} keys carried; start the relay again`]);
      return EXIT.ok;
    } catch (error) {
      const isOurs = error instanceof CarryError || error instanceof EmbeddedRedisError;
      await writeLines(stderr, [isOurs ? error.message : redisSentence(error, heard.telling)]);
      return EXIT.failed;
    } finally {
      from?.disconnect();
      to.disconnect();
      await own?.stop();
    }
  },
};
