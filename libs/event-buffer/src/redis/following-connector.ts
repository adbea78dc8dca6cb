import { SentinelConnector, type Redis } from 'ioredis';

/** What ioredis keeps to itself. */
interface Opening {
  connectToSentinel(...given: unknown[]): Redis;
  readonly failoverDetector?: { cleanup(): void };
}

/**
 * Connects to the master that Sentinels name, and with `failoverDetector` leaves it once one of them tells of
 * another: a master that hangs closes no connection, and would be waited for until its silence is too long.
 *
 * The connections over which ioredis listens to Sentinels have nobody who hears of their errors, so that it
 * would write each to standard error, as text. They are repaired by themselves, and say nothing new.
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
   * What the connection before listened to must not end this one: told of another master while it is opened,
   * ioredis would take it for closed on purpose, and never open it again.
   */
  override async connect(
    ...given: Parameters<SentinelConnector['connect']>
  ): ReturnType<SentinelConnector['connect']> {
    (this as unknown as Opening).failoverDetector?.cleanup();
    return super.connect(...given);
  }
}
