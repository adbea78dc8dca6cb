import type { RelayConfig } from '#config';
import {
  BufferKeys,
  connectBufferRedis,
  LedgerReader,
  redisReady,
  type BufferRedis,
} from '#event-buffer';
import { loggedError } from '#telemetry';
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
    const { code, message } = loggedError(lastError ?? error);
    await writeLines(context.stderr, [`Redis cannot be used: ${message ?? code ?? 'no answer'}`]);
    return EXIT.failed;
  } finally {
    redis.disconnect();
  }
}
