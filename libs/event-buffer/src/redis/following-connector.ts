import { SentinelConnector, type Redis } from 'ioredis';

/** Internals of ioredis. */
interface Opening {
  connectToSentinel(...given: unknown[]): Redis;
  readonly failoverDetector?: { cleanup(): void };
}

/**
 * Connects to the master that Sentinels name, and with `failoverDetector` leaves it once one of
 * them names another: a master that hangs closes no connection, and would be waited for until its
 * silence is too long. Nobody listens for errors of the connections over which ioredis listens to
 * Sentinels, so it would write each to standard error. They repair themselves, and say nothing new.
 */
export class FollowingConnector extends SentinelConnector {
  constructor(options: unknown) {
    super(options as ConstructorParameters<typeof SentinelConnector>[0]);
    const opening = this as unknown as Opening;
    const open = opening.connectToSentinel.bind(this);
    opening.connectToSentinel = (...given) => {
      const sentinel = open(...given);
      sentinel.on('error', () => undefined);
      return sentinel;
    };
  }

  /**
   * A listener of the previous connection must not end this one: told of another master while it is
   * being opened, ioredis would take it as closed on purpose, and never open it again.
   */
  override async connect(
    ...given: Parameters<SentinelConnector['connect']>
  ): ReturnType<SentinelConnector['connect']> {
    (this as unknown as Opening).failoverDetector?.cleanup();
    return super.connect(...given);
  }
}
