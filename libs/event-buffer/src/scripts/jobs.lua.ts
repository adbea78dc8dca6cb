import { defineScript } from './define-script.js';

/**
 * Tells the state of the job of a target, and removes what would keep it from ever starting.
 *
 * KEYS   deduplication, delayed, active, wait, failed
 * ARGV   1 jobs: what the keys of jobs begin with   2 owner: the target
 *
 * Returns {state, job id, ms}: `none`; `waiting`; `delayed`, with the ms until it is due by Redis's
 * clock; `active`, with the ms that its lock still lives, 0 if it has none. A job that is in no list, or
 * does not exist, would block new jobs by its deduplication key: that key is removed, so that the next wake
 * of the target makes a new job.
 */
const EXAMINE_LUA = `
local id = redis.call('GET', KEYS[1])
if not id then return {'none', '', 0} end
local job = ARGV[1] .. id
-- Where Redis has lost the counter of jobs, its number may have been given to the job of another target.
local owner = redis.call('HGET', job, 'deid')
if (not owner and redis.call('EXISTS', job) == 0) or (owner and owner ~= ARGV[2]) then
  redis.call('DEL', KEYS[1])
  return {'none', id, 0}
end
local score = redis.call('ZSCORE', KEYS[2], id)
if score then
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  return {'delayed', id, math.floor(tonumber(score) / 4096) - now}
end
if redis.call('LPOS', KEYS[4], id) then return {'waiting', id, 0} end
local lives = redis.call('PTTL', job .. ':lock')
-- A job that is in no list but has a lock is being worked on: it is found here again once its lock has ended.
if redis.call('LPOS', KEYS[3], id) or lives > 0 then
  return {'active', id, math.max(0, lives)}
end
redis.call('DEL', KEYS[1])
if not redis.call('ZSCORE', KEYS[5], id) then redis.call('DEL', job) end
return {'none', id, 0}
`;

/**
 * Tells when the scheduled sweep is due.
 *
 * KEYS   repeat
 * ARGV   1 scheduler: the id of BullMQ's job scheduler
 *
 * Returns {due, now} in ms by Redis's clock; due is '' if nothing is scheduled.
 */
const SWEEP_LUA = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
return {redis.call('ZSCORE', KEYS[1], ARGV[1]) or '', string.format('%.0f', now)}
`;

export interface ExamineJobCall {
  /** BullMQ's key of the deduplication by the target's id. */
  readonly deduplication: string;
  readonly delayed: string;
  readonly active: string;
  readonly wait: string;
  readonly failed: string;
  readonly jobs: string;
  readonly owner: string;
}

export const examineJob = defineScript<ExamineJobCall, readonly [string, string, number]>({
  keys: ['deduplication', 'delayed', 'active', 'wait', 'failed'],
  args: ['jobs', 'owner'],
  lua: EXAMINE_LUA,
});

export interface SweepDueCall {
  readonly repeat: string;
  readonly scheduler: string;
}

export const sweepDue = defineScript<SweepDueCall, readonly [string, string]>({
  keys: ['repeat'],
  args: ['scheduler'],
  lua: SWEEP_LUA,
});
