import type { RelayConfig } from '#config';
import {
  BufferKeys,
  connectBufferRedis,
  LedgerReader,
  redisReady,
  redisTroubleOf,
  type BufferRedis,
} from '#event-buffer';
import type { CliContext, CliOptions } from './cli-context.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { loadCliConfig } from './load-cli-config.js';
import { writeLines } from './write-lines.js';

/** What a command has that works on the buffers: their Redis, connected, and their names. */
export interface CliBuffer {
  readonly config: RelayConfig;
  readonly redis: BufferRedis;
  readonly keys: BufferKeys;
  readonly ledger: LedgerReader;
}

/**
 * Runs a command on the buffers of the configuration's Redis.
 *
 * @param use may reject when Redis fails: that is told, and the command has failed.
 */
export async function withBuffer(
  { config: file }: CliOptions,
  context: CliContext,
  use: (buffer: CliBuffer) => Promise<ExitCode>,
): Promise<ExitCode> {
  const loaded = await loadCliConfig(file, context);
  if (loaded === undefined) return EXIT.failed;
  const { config } = loaded;
  let lastError: Error | undefined;
  const redis = connectBufferRedis(config.redis, (error) => {
    lastError = error;
  });
  try {
    await redisReady(redis);
    const keys = new BufferKeys(config.redis.prefix);
    return await use({ config, redis, keys, ledger: new LedgerReader(redis, keys) });
  } catch (error) {
    await writeLines(context.stderr, [redisSentence(error, lastError)]);
    return EXIT.failed;
  } finally {
    redis.disconnect();
  }
}

/**
 * What is wrong with Redis and what to do, for a command that needs it.
 *
 * @param ofConnection tells more than a call that failed, since that was not even made.
 */
export function redisSentence(ofCall: unknown, ofConnection: unknown): string {
  const troubles = [ofCall, ofConnection].map((error) => redisTroubleOf(error));
  const telling = troubles.find(({ wayOut }) => wayOut !== undefined) ?? troubles[0]!;
  const wayOut = telling.wayOut ?? 'Look whether it runs, and at REDIS_URL or the redis block.';
  return `Redis cannot be used. ${telling.sentence} ${wayOut}`;
}
