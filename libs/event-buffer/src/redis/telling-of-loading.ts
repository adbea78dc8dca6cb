import type { Redis } from 'ioredis';

/**
 * Makes a connection report, as an error, that Redis still loads its data: ioredis checks for that
 * before the connection can be used, and would wait silently. Changes the connection that it is
 * given.
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
  // An error without a listener would end the process.
  if (redis.listenerCount('error') > 0) redis.emit('error', new LoadingError());
}

/** In Redis's own words for a command. */
class LoadingError extends Error {
  override readonly name = 'ReplyError';

  constructor() {
    super('LOADING Redis is loading the dataset in memory');
  }
}
