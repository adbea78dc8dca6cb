/** Which argument of BullMQ's scripts is the caller's time, in ms since 1970. */
const TIMES: Readonly<Record<string, number>> = {
  moveToActive: 2,
  moveToFinished: 2,
  moveToDelayed: 2,
  retryJob: 2,
  changeDelay: 2,
  moveStalledJobsToWait: 3,
  updateJobScheduler: 5,
  addJobScheduler: 7,
};

/** The BullMQ scripts that depend on the time. */
export const TIMED_SCRIPTS: readonly string[] = Object.keys(TIMES);

/**
 * Makes a BullMQ script use Redis's clock instead of its caller's: what is due must not depend on
 * which process asks, nor on how its clock is set. The time until which a worker may rest is
 * converted back to the caller's clock, by which it waits.
 * @param name as BullMQ defines it: with its version after a colon.
 */
export function byRedisClock(name: string, lua: string): string {
  const at = TIMES[name.replace(/:.*$/u, '')];
  if (at === undefined) return lua;
  return `
local redisTime = redis.call('TIME')
local redisNow = redisTime[1] * 1000 + math.floor(redisTime[2] / 1000)
local callerAhead = tonumber(ARGV[${at}]) - redisNow
ARGV[${at}] = string.format('%.0f', redisNow)
local function script()
${lua}
end
local answer = script()
local restsUntil = type(answer) == 'table' and answer[4]
if type(restsUntil) == 'number' and restsUntil > 0 then answer[4] = restsUntil + callerAhead end
return answer
`;
}

/** The parts of a BullMQ blocking connection that are used here. */
interface Waits {
  bzpopmin(...given: never[]): Promise<[string, string, string] | null>;
}

/**
 * Makes a worker look at once when it learns of a job that is due later: it would otherwise wait by
 * its own clock for a time of Redis's. The answer to its look is by its own clock.
 */
export function wakesAtOnce<T extends object>(redis: T): T {
  // BullMQ does not export the type of its connection.
  const waits = redis as unknown as Waits;
  const wait = waits.bzpopmin.bind(redis);
  waits.bzpopmin = async (...given) => {
    const told = await wait(...given);
    return told === null ? null : [told[0], told[1], '0'];
  };
  return redis;
}
