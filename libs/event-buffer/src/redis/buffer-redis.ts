import { once } from 'node:events';
import type { Cluster, Redis } from 'ioredis';
import { openRedis, type RedisAddress } from './redis-address.js';
import { appendTogether } from '../scripts/append/append-together.lua.js';
import { appendEvents } from '../scripts/append/append.lua.js';
import { commitChoice, lookChoosing } from '../scripts/choosing.lua.js';
import { controlTarget } from '../scripts/targets/control.lua.js';
import { removeDeadLetters, replayDeadLetters } from '../scripts/drain/dead-letters.lua.js';
import { teachScripts, type Scripted } from '../scripts/define-script.js';
import { awaitEvents, beginDrain, noteDrain, releaseDrain } from '../scripts/drain/drain.lua.js';
import {
  hashJson,
  membersJson,
  streamLengths,
  targetStates,
} from '../scripts/targets/figures.lua.js';
import {
  answerOffer,
  giveBridge,
  leaveFleet,
  offerBridges,
  readOffers,
  viewFleet,
} from '../scripts/fleet/fleet.lua.js';
import { forgetNames } from '../scripts/targets/forget.lua.js';
import { REDIS_AWAY, redisTroubleOf } from './redis-trouble.js';
import { releaseLeases, renewLeases } from '../scripts/fleet/lease.lua.js';
import { lossAge } from '../scripts/loss.lua.js';
import { giveUpLost } from '../scripts/targets/lost.lua.js';
import { markTarget, targetMarks } from '../scripts/mark.lua.js';
import { tellNotices } from '../scripts/fleet/notices.lua.js';
import { announceProcess, listProcesses } from '../scripts/fleet/presence.lua.js';
import { spendToken, takeToken } from '../scripts/drain/rate.lua.js';
import { countEntries, lookAtCounts, mendCounts } from '../scripts/targets/recount.lua.js';
import { restoreRecords, writeRecords } from '../scripts/fleet/record.lua.js';
import { endConnect, takeConnect } from '../scripts/fleet/connects.lua.js';
import { holdSeat } from '../scripts/fleet/seats.lua.js';
import { settleEvents } from '../scripts/drain/settle.lua.js';
import { endStreakTurn, takeStreakTurn } from '../scripts/append/streak-turn.lua.js';
import { choosingTargets, waitingTargets } from '../scripts/targets/waiting.lua.js';

/** Every script of the buffer; a connection has a method of each name. */
export const BUFFER_SCRIPTS = {
  appendEvents,
  appendTogether,
  lookChoosing,
  commitChoice,
  takeStreakTurn,
  endStreakTurn,
  beginDrain,
  noteDrain,
  releaseDrain,
  awaitEvents,
  settleEvents,
  giveUpLost,
  lookAtCounts,
  countEntries,
  mendCounts,
  forgetNames,
  lossAge,
  replayDeadLetters,
  removeDeadLetters,
  controlTarget,
  markTarget,
  targetMarks,
  targetStates,
  waitingTargets,
  choosingTargets,
  streamLengths,
  hashJson,
  membersJson,
  takeToken,
  spendToken,
  takeConnect,
  endConnect,
  holdSeat,
  renewLeases,
  releaseLeases,
  viewFleet,
  offerBridges,
  readOffers,
  answerOffer,
  giveBridge,
  leaveFleet,
  announceProcess,
  listProcesses,
  tellNotices,
  restoreRecords,
  writeRecords,
};

/** A Redis connection that knows the relay's scripts. */
export interface BufferRedis extends Redis, Scripted<typeof BUFFER_SCRIPTS> {}

/** How long an answer of Redis may take before the call counts as failed. */
const COMMAND_TIMEOUT_MS = 5000;
/**
 * Opens a connection for the buffer. A call fails at once while Redis is away, instead of waiting
 * in an unbounded queue: callers keep their data and try again. Every script may be repeated after
 * its answer was lost. Errors of the connection itself go to `onError`; it reconnects for ever.
 * @param commandMsMax how long an answer may take; the default suits calls of the relay at work.
 */
export function connectBufferRedis(
  address: RedisAddress,
  onError: (error: Error) => void,
  commandMsMax = COMMAND_TIMEOUT_MS,
): BufferRedis {
  const redis = openRedis(address, {
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    commandTimeout: commandMsMax,
    connectTimeout: COMMAND_TIMEOUT_MS,
  });
  redis.on('error', onError);
  return withScripts(redis);
}

/** Teaches a connection the relay's scripts. */
export function withScripts(redis: Redis | Cluster): BufferRedis {
  // A cluster connection has every command that the buffer uses.
  return teachScripts(redis, BUFFER_SCRIPTS) as unknown as BufferRedis;
}

/**
 * Waits until a connection can be used: before its first call, which would fail otherwise.
 * @throws when it takes longer than `withinMs`. The connection keeps trying.
 */
export async function redisReady(redis: BufferRedis, withinMs = 5000): Promise<void> {
  if (redis.status === 'ready') return;
  const signal = AbortSignal.timeout(withinMs);
  for (let ended = 0; ; ended++) {
    try {
      await once(redis, 'ready', { signal });
      return;
    } catch (error) {
      if (signal.aborted) throw new Error('Command timed out: not connected', { cause: error });
      // A connection that just ends gives no reason; another attempt may.
      if (ended >= ENDED_MAX || redisTroubleOf(error).kind !== REDIS_AWAY) throw error;
    }
  }
}

/** After this many connections that ended without a reason, none is expected any more. */
const ENDED_MAX = 3;

/** How long to wait for a connection that is being made, in ms. */
const FIRST_WORD_MS = 5000;

/**
 * Waits while a connection is being made: a call would fail without a reason, although the
 * connection is about to work, or to give its own reason. Never rejects.
 */
export async function connectionTold(redis: BufferRedis, withinMs = FIRST_WORD_MS): Promise<void> {
  if (!ON_ITS_WAY.has(redis.status)) return;
  await new Promise<void>((resolve) => {
    const told = (): void => {
      clearTimeout(timer);
      for (const event of WORDS) redis.off(event, told);
      resolve();
    };
    const timer = setTimeout(told, withinMs);
    for (const event of WORDS) redis.once(event, told);
  });
}

const ON_ITS_WAY: ReadonlySet<string> = new Set(['wait', 'connecting', 'connect']);
const WORDS = ['ready', 'close', 'end'] as const;
