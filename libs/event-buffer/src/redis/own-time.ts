import { Command, Redis } from 'ioredis';
import { ownTimeout } from '#timing';

/** Internals of ioredis. */
const TIMER = '_commandTimeoutTimer';
interface TimedCommand extends Pick<Command, 'isSettled' | 'reject'> {
  [TIMER]?: NodeJS.Timeout | undefined;
}
interface TimedSocket extends Pick<Redis, 'options' | 'stream' | 'commandQueue'> {
  socketTimeoutTimer?: NodeJS.Timeout | undefined;
  setSocketTimeout(): void;
}

/**
 * Has ioredis give up answers by this process's own time. A process that got nothing of the processor for as long finds
 * its timers due before it reads, and would take a Redis for silent that has answered.
 */
export function countOwnTime(): void {
  Object.assign(Command.prototype, { setTimeout: boundCommand });
  Object.assign(Redis.prototype, { setSocketTimeout: boundSilence });
}

function boundCommand(this: TimedCommand, ms: number): void {
  this[TIMER] ??= ownTimeout(() => {
    if (!this.isSettled) this.reject(new Error('Command timed out'));
  }, ms);
}

function boundSilence(this: TimedSocket): void {
  const { stream, options } = this;
  const ms = options.socketTimeout!;
  this.socketTimeoutTimer = ownTimeout(() => {
    stream.destroy(new Error(`Socket timeout. Expecting data, but didn't receive any in ${ms}ms.`));
    this.socketTimeoutTimer = undefined;
  }, ms);
  stream.once('data', () => {
    clearTimeout(this.socketTimeoutTimer);
    this.socketTimeoutTimer = undefined;
    if (this.commandQueue.length > 0) this.setSocketTimeout();
  });
}
