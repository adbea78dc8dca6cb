import { BufferKeys, LedgerReader, ProcessRegistry, type BufferRedis } from '#event-buffer';

/** The state that a bridge shall show. */
export interface StagedBridge {
  readonly name: string;
  readonly target: string;
  /** The note of its holder about its source; absent: nobody holds the bridge. */
  readonly source?: object;
  readonly received?: number;
  readonly reported?: number;
  readonly dropped?: Readonly<Record<string, number>>;
  readonly dead?: number;
  readonly waiting?: number;
  /** Additional fields of its target's hash. */
  readonly targetFields?: Readonly<Record<string, string>>;
}

const LEASE_MS = 3_600_000;
const ANNOUNCE_EVERY_MS = 5000;

/**
 * Writes the state of many bridges as collectors and reporters would, for a console that runs
 * alone.
 */
export class StagedFleet {
  readonly #redis: BufferRedis;
  readonly #keys: BufferKeys;
  readonly #ledger: LedgerReader;
  #timer: NodeJS.Timeout | undefined;

  constructor(redis: BufferRedis, keys: BufferKeys) {
    this.#redis = redis;
    this.#keys = keys;
    this.#ledger = new LedgerReader(redis, keys);
  }

  /** Announces a process with all roles until {@link stop}. */
  async run(): Promise<void> {
    const note = { roles: ['collector', 'reporter'], host: 'host', pid: 1, version: '1', since: 1 };
    const registry = new ProcessRegistry(this.#redis, this.#keys);
    const announce = async (): Promise<void> => registry.announce('process', note);
    // The shared server of a file may stop before this does.
    this.#timer = setInterval(() => void announce().catch(() => {}), ANNOUNCE_EVERY_MS);
    await registry.announce('process', note);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
  }

  async put(bridge: StagedBridge): Promise<void> {
    const { name, target, source, received = 0, dropped = {}, dead = 0, waiting = 0 } = bridge;
    const keys = this.#keys.of(target);
    const lost = Object.values(dropped).reduce((sum, count) => sum + count, 0);
    const reported = bridge.reported ?? received - lost - dead - waiting;
    await Promise.all([
      this.#redis.sadd(this.#keys.targets, target),
      this.#redis.sadd(keys.bridges, name),
      this.#redis.hset(keys.ledger(name), {
        received,
        reported,
        dead,
        waiting,
        ...Object.fromEntries(Object.entries(dropped).map(([of, n]) => [`dropped:${of}`, n])),
      }),
      this.#redis.hset(keys.target, { waiting, ...bridge.targetFields }),
    ]);
    if (source === undefined) return this.#letGo(name);
    await this.#redis.hset(this.#keys.leases, name, `1:${Date.now() + LEASE_MS}:process`);
    const since = Date.now() - 60_000;
    await this.#ledger.noteSources(new Map([[name, { state: 'ready', since, ...source }]]));
  }

  async #letGo(name: string): Promise<void> {
    await this.#redis.hdel(this.#keys.leases, name);
    await this.#ledger.forgetSources([name]);
  }
}

/** The note of a holder whose source hears its room. */
export const HEARS = { hearing: { state: 'hears', frames: 40, notUnderstood: 0 } };
