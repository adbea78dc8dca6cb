import { isRedisError, REDIS_AWAY, redisTroubleOf } from '#event-buffer';
import { eventually } from './eventually.js';

/** Kinds of trouble after which a question may be asked again. */
const NOT_YET: ReadonlySet<string> = new Set([REDIS_AWAY, 'NO_ANSWER']);

/**
 * What `ask` answers once Redis does. After it was away, each connection comes back in its own
 * time, and what is asked on one that is not back yet fails at once. Where this process stood still, an answer that
 * has come counts as too late before it is read. `ask` may run several times.
 */
export async function answered<T>(ask: () => Promise<T>): Promise<T> {
  const { answer } = await eventually(async () => {
    try {
      return { answer: await ask() };
    } catch (error) {
      if (isRedisError(error) && NOT_YET.has(redisTroubleOf(error).kind)) return undefined;
      throw error;
    }
  }, 'Redis answers');
  return answer;
}
