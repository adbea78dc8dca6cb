import type { Redis } from 'ioredis';

/**
 * Has a connection tell, as an error, that Redis still loads its data: it asks for that before it can
 * be used, and would wait without a word. Changes the connection that it is given.
 */
export function tellingOfLoading(redis: Redis): Redis {
  const info = redis.info.bind(redis) as (...given: unknown[]) => Promise<unknown>;
  redis.info = ((...given: unknown[]) => {
    const answer = info(...given);
    void tell(redis, answer);
    return answer;
  }) as Redis['info'];
  return redis;
}

async function tell(redis: Redis, answer: Promise<unknown>): Promise<void> {
  const text = await answer.catch(() => undefined);
  if (typeof text !== 'string' || !/^loading:1\b/mu.test(text)) return;
  // An error that nobody listens to would end the process.
  if (redis.listenerCount('error') > 0) redis.emit('error', new LoadingError());
}

/** As Redis itself says it to a command. */
class LoadingError extends Error {
  override readonly name = 'ReplyError';

  constructor() {
    super('LOADING Redis is loading the dataset in memory');
  }
}
