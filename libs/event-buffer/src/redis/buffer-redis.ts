import { once } from 'node:events';
import type { Cluster, Redis } from 'ioredis';
import { openRedis, type RedisAddress } from './redis-address.js';
import { APPEND_LUA } from '../scripts/append.lua.js';
import { COMMIT_CHOICE_LUA, LOOK_CHOOSING_LUA } from '../scripts/choosing.lua.js';
import { CONTROL_TARGET_LUA } from '../scripts/control.lua.js';
import { REMOVE_DEAD_LETTERS_LUA, REPLAY_DEAD_LETTERS_LUA } from '../scripts/dead-letters.lua.js';
import { BEGIN_DRAIN_LUA, NOTE_LUA, RELEASE_DRAIN_LUA } from '../scripts/drain.lua.js';
import {
  ANSWER_OFFER_LUA,
  GIVE_BRIDGE_LUA,
  LEAVE_FLEET_LUA,
  OFFER_BRIDGES_LUA,
  READ_OFFERS_LUA,
  VIEW_FLEET_LUA,
} from '../scripts/fleet.lua.js';
import { GIVE_UP_LOST_LUA } from '../scripts/lost.lua.js';
import { RELEASE_LEASES_LUA, RENEW_LEASES_LUA } from '../scripts/lease.lua.js';
import { TELL_NOTICES_LUA } from '../scripts/notices.lua.js';
import { ANNOUNCE_PROCESS_LUA, LIST_PROCESSES_LUA } from '../scripts/presence.lua.js';
import { SPEND_TOKEN_LUA, TAKE_TOKEN_LUA } from '../scripts/rate.lua.js';
import { WRITE_RECORD_LUA } from '../scripts/record.lua.js';
import { TARGET_FIGURES_LUA } from '../scripts/figures.lua.js';
import { SETTLE_LUA } from '../scripts/settle.lua.js';

type Argument = string | number | Buffer;
type Answer = readonly (string | number)[];

/** A Redis connection that knows the relay's scripts. */
export interface BufferRedis extends Redis {
  appendEvents(...keysAndArguments: Argument[]): Promise<Answer>;
  lookChoosingBuffer(
    target: string,
    lane: string,
    chosen: string,
    everyMs: number,
  ): Promise<readonly unknown[]>;
  commitChoice(keyCount: number, ...keysAndArguments: Argument[]): Promise<readonly number[]>;
  settleEvents(keyCount: number, ...keysAndArguments: Argument[]): Promise<readonly number[]>;
  replayDeadLetters(keyCount: number, ...keysAndArguments: Argument[]): Promise<readonly number[]>;
  removeDeadLetters(keyCount: number, ...keysAndArguments: Argument[]): Promise<number>;
  controlTarget(target: string, ...change: string[]): Promise<Answer>;
  beginDrain(target: string, jobId: string): Promise<readonly string[]>;
  noteDrain(target: string, ...pairs: Argument[]): Promise<number>;
  releaseDrain(target: string, epoch: string): Promise<number>;
  giveUpLost(keyCount: number, ...keysAndArguments: string[]): Promise<readonly number[]>;
  renewLeases(leases: string, ...holderAndPairs: Argument[]): Promise<readonly string[]>;
  releaseLeases(leases: string, ...holderAndBridges: string[]): Promise<number>;
  viewFleet(...keysAndArguments: Argument[]): Promise<readonly string[]>;
  offerBridges(...keysAndArguments: Argument[]): Promise<readonly number[]>;
  readOffers(...keysAndArguments: Argument[]): Promise<readonly string[]>;
  answerOffer(...keysAndArguments: Argument[]): Promise<number>;
  giveBridge(...keysAndArguments: Argument[]): Promise<string>;
  leaveFleet(...keysAndArguments: Argument[]): Promise<number>;
  announceProcess(processes: string, process: string, note: string): Promise<number>;
  listProcesses(processes: string): Promise<readonly string[]>;
  targetFigures(
    keyCount: number,
    ...keysAndArguments: string[]
  ): Promise<readonly (readonly string[])[]>;
  tellNotices(notices: string, process: string, forMs: number, told: string): Promise<Answer>;
  writeRecord(
    index: string,
    records: string,
    revision: string,
    ...arguments_: Argument[]
  ): Promise<readonly string[]>;
  takeToken(key: string, tokens: number, periodMs: number): Promise<number>;
  spendToken(key: string, tokens: number, periodMs: number): Promise<number>;
}

/** How long an answer of Redis may take before the call counts as failed. */
const COMMAND_TIMEOUT_MS = 5000;
/**
 * Opens a connection for the buffer. A call fails at once while Redis is away, instead of
 * waiting in a queue without bound: callers keep what they have and try again. Every script may
 * be repeated after an answer was lost.
 *
 * Errors of the connection itself go to `onError`; it reconnects for ever.
 */
export function connectBufferRedis(
  address: RedisAddress,
  onError: (error: Error) => void,
): BufferRedis {
  const redis = openRedis(address, {
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    commandTimeout: COMMAND_TIMEOUT_MS,
    connectTimeout: COMMAND_TIMEOUT_MS,
  });
  redis.on('error', onError);
  return withScripts(redis);
}

/** Teaches a connection the relay's scripts. */
export function withScripts(redis: Redis | Cluster): BufferRedis {
  redis.defineCommand('appendEvents', { numberOfKeys: 9, lua: APPEND_LUA });
  redis.defineCommand('lookChoosing', { numberOfKeys: 3, lua: LOOK_CHOOSING_LUA });
  redis.defineCommand('commitChoice', { lua: COMMIT_CHOICE_LUA });
  redis.defineCommand('settleEvents', { lua: SETTLE_LUA });
  redis.defineCommand('replayDeadLetters', { lua: REPLAY_DEAD_LETTERS_LUA });
  redis.defineCommand('removeDeadLetters', { lua: REMOVE_DEAD_LETTERS_LUA });
  redis.defineCommand('controlTarget', { numberOfKeys: 1, lua: CONTROL_TARGET_LUA });
  redis.defineCommand('beginDrain', { numberOfKeys: 1, lua: BEGIN_DRAIN_LUA });
  redis.defineCommand('noteDrain', { numberOfKeys: 1, lua: NOTE_LUA });
  redis.defineCommand('giveUpLost', { lua: GIVE_UP_LOST_LUA });
  redis.defineCommand('releaseDrain', { numberOfKeys: 1, lua: RELEASE_DRAIN_LUA });
  redis.defineCommand('renewLeases', { numberOfKeys: 1, lua: RENEW_LEASES_LUA });
  redis.defineCommand('releaseLeases', { numberOfKeys: 1, lua: RELEASE_LEASES_LUA });
  redis.defineCommand('viewFleet', { numberOfKeys: 5, lua: VIEW_FLEET_LUA });
  redis.defineCommand('offerBridges', { numberOfKeys: 5, lua: OFFER_BRIDGES_LUA });
  redis.defineCommand('readOffers', { numberOfKeys: 5, lua: READ_OFFERS_LUA });
  redis.defineCommand('answerOffer', { numberOfKeys: 5, lua: ANSWER_OFFER_LUA });
  redis.defineCommand('giveBridge', { numberOfKeys: 5, lua: GIVE_BRIDGE_LUA });
  redis.defineCommand('leaveFleet', { numberOfKeys: 5, lua: LEAVE_FLEET_LUA });
  redis.defineCommand('announceProcess', { numberOfKeys: 1, lua: ANNOUNCE_PROCESS_LUA });
  redis.defineCommand('listProcesses', { numberOfKeys: 1, lua: LIST_PROCESSES_LUA });
  redis.defineCommand('targetFigures', { lua: TARGET_FIGURES_LUA, readOnly: true });
  redis.defineCommand('tellNotices', { numberOfKeys: 1, lua: TELL_NOTICES_LUA });
  redis.defineCommand('writeRecord', { numberOfKeys: 3, lua: WRITE_RECORD_LUA });
  redis.defineCommand('takeToken', { numberOfKeys: 1, lua: TAKE_TOKEN_LUA });
  redis.defineCommand('spendToken', { numberOfKeys: 1, lua: SPEND_TOKEN_LUA });
  // A cluster connection has every command that the buffer uses.
  return redis as unknown as BufferRedis;
}

/**
 * Waits until a connection can be used: before its first call, which would fail otherwise.
 *
 * @throws when it takes longer than `withinMs`. The connection goes on trying.
 */
export async function redisReady(redis: BufferRedis, withinMs = 5000): Promise<void> {
  if (redis.status === 'ready') return;
  await once(redis, 'ready', { signal: AbortSignal.timeout(withinMs) });
}

/** How long a connection may be on its way before a call finds out, in ms. */
const FIRST_WORD_MS = 5000;

/**
 * Waits while a connection is on its way: a call would fail with no more than that, while the
 * connection is about to work, or to tell its own reason. Never rejects.
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
