import { isNativeError } from 'node:util/types';
import type { Environment, RelayConfig } from '#config';
import {
  BufferKeys,
  connectBufferRedis,
  LedgerReader,
  REDIS_AWAY,
  redisReady,
  redisTroubleOf,
  type BufferRedis,
} from '#event-buffer';
import { OWN_REDIS_DOWN, isOwnRedisDown } from '../../embedded-redis/running-redis.js';
import type { CliContext, CliOptions } from './cli-context.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { loadCliConfig } from './load-cli-config.js';
import { writeLines } from '../terminal/write-lines.js';

/** What a command has that works on the buffers: their Redis, connected, and their names. */
export interface CliBuffer {
  readonly config: RelayConfig;
  readonly environment: Environment;
  readonly redis: BufferRedis;
  readonly keys: BufferKeys;
  readonly ledger: LedgerReader;
  /** The last error of the connection, for commands that go on while Redis is away. */
  readonly heard: ConnectionErrors;
}

/**
 * Runs a command on the buffers of the configuration's Redis.
 *
 * @param use may reject when Redis fails: the command then fails with a sentence about it.
 * @param goesOn whether it is run where Redis is away, too, and tries again by itself.
 */
export async function withBuffer(
  { config: file }: CliOptions,
  context: CliContext,
  use: (buffer: CliBuffer) => Promise<ExitCode>,
  goesOn = false,
): Promise<ExitCode> {
  const loaded = await loadCliConfig(file, context);
  if (loaded === undefined) return EXIT.failed;
  const { config, environment } = loaded;
  if (isOwnRedisDown(config.redis)) {
    await writeLines(context.stderr, [OWN_REDIS_DOWN]);
    return EXIT.failed;
  }
  const heard = new ConnectionErrors();
  const redis = connectBufferRedis(config.redis, (error) => heard.add(error));
  try {
    await redisReady(redis).catch((error: unknown) => {
      if (!goesOn) throw error;
    });
    const keys = new BufferKeys(config.redis.prefix);
    const ledger = new LedgerReader(redis, keys);
    return await use({ config, environment, redis, keys, ledger, heard });
  } catch (error) {
    await writeLines(context.stderr, [redisSentence(error, heard.telling)]);
    return EXIT.failed;
  } finally {
    redis.disconnect();
  }
}

/** Keeps of a connection's errors the last that tells more than that it ended. */
export class ConnectionErrors {
  telling: Error | undefined;

  add(error: Error): void {
    if (this.telling === undefined || redisTroubleOf(error).kind !== REDIS_AWAY) {
      this.telling = error;
    }
  }
}

const LOOK = 'Look whether it runs, and at REDIS_URL or the redis block.';
const WAIT = 'Run this again in a while.';

/**
 * What is wrong with Redis and what to do, for a command that needs it; or that the command itself has a fault.
 *
 * @param ofConnection the connection's own error, which tells more than that a call got no answer.
 */
export function redisSentence(ofCall: unknown, ofConnection: unknown): string {
  const fault = faultOf(ofCall);
  if (fault !== undefined) return fault;
  const call = redisTroubleOf(ofCall);
  const connection = redisTroubleOf(ofConnection);
  const isAnswered = call.kind !== REDIS_AWAY && call.kind !== 'NO_ANSWER';
  const order = isAnswered ? [call, connection] : [connection, call];
  const telling =
    order.find(({ wayOut }) => wayOut !== undefined) ??
    order.find(({ kind }) => kind !== REDIS_AWAY) ??
    call;
  const wayOut = telling.wayOut ?? (telling.kind === REDIS_AWAY ? LOOK : WAIT);
  return `Redis cannot be used. ${telling.sentence} ${wayOut}`;
}

/** Nobody shall look for a fault of ours in Redis. Its message may quote a viewer, so that only its place is told. */
function faultOf(error: unknown): string | undefined {
  if (!isNativeError(error) || !FAULTS.has(error.name)) return undefined;
  const { name, message, stack = '' } = error;
  const place = /^ +at .+:\d+:\d+\)?$/mu.exec(stack.replace(message, ''))?.[0].trim() ?? '';
  return `This is a fault of the command itself, and not of Redis: ${name} ${place}. Please report it.`;
}

/** Errors that neither Redis nor a connection makes. */
const FAULTS = new Set([
  'TypeError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'AssertionError',
]);
