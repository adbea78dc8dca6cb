import type { Redis } from 'ioredis';

/**
 * Sends the commands of one turn of the event loop to Redis in one write: each write is a system
 * call, which costs more than the command. No command waits longer than that turn.
 */
export function writingTogether(redis: Redis): Redis {
  redis.on('connect', () => corkEachLoop(redis.stream));
  return redis;
}

function corkEachLoop(stream: Redis['stream']): void {
  const write = stream.write.bind(stream) as (...args: unknown[]) => boolean;
  let isCorked = false;
  const uncork = (): void => {
    isCorked = false;
    stream.uncork();
  };
  stream.write = (...args: unknown[]): boolean => {
    if (!isCorked) {
      isCorked = true;
      stream.cork();
      setImmediate(uncork);
    }
    return write(...args);
  };
}
