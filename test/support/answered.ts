import { isRedisError, REDIS_AWAY, redisTroubleOf } from '#event-buffer';
import { eventually } from './eventually.js';

/**
 * What `ask` answers once Redis does. After it was away, each connection comes back in its own
 * time, and what is asked on one that is not back yet fails at once. `ask` may run several times.
 */
export async function answered<T>(ask: () => Promise<T>): Promise<T> {
  const { answer } = await eventually(async () => {
    try {
      return { answer: await ask() };
    } catch (error) {
      if (isRedisError(error) && redisTroubleOf(error).kind === REDIS_AWAY) return undefined;
      throw error;
    }
  }, 'Redis answers');
  return answer;
}
