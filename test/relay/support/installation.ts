import {
  Simulator,
  type ChatRoomState,
  type SimulatorOptions,
} from '../../../apps/simulator/src/index.js';
import { BufferKeys, connectBufferRedis, LedgerReader, type LedgerRow } from '#event-buffer';
import { Secret } from '#secret';
import { RelayProcess, type ProcessSetup } from '../../support/relay-process.js';
import { answered } from '../../support/answered.js';
import { eventually, HANGS_MS } from '../../support/eventually.js';
import { RedisServer, uniquePrefix } from '../../support/redis-server.js';
import { genericChat } from '../../support/generic-chat.js';

export interface InstallationOptions {
  /** By default a Redis with an append-only file. */
  readonly redis?: RedisServer;
  readonly simulator: SimulatorOptions;
  readonly metastudio?: object;
  readonly buffer?: object;
}

/** As many events as a room of the simulator can say. */
const EVENTS_MAX = 2 ** 28 - 2;
/** After so long a last word is repeated, in ms; each time after twice as long. */
const REPEATED_AFTER_MS = 5000;

/** A takeover may take long on a busy machine: no event may expire meanwhile. */
const NOTHING_EXPIRES = { maxAgeSeconds: { chat: 'never', ambient: 'never' } };

/**
 * The processes of one installation. Each room of the simulator has a bridge and a chat room of its
 * own. The Redis is its own, too, and may be killed.
 */
export class Installation {
  readonly ledger: LedgerReader;
  readonly #prefix = uniquePrefix().replace(':', '-');
  readonly #link: ReturnType<typeof connectBufferRedis>;
  readonly #processes: RelayProcess[] = [];

  private constructor(
    readonly redis: RedisServer,
    readonly simulator: Simulator,
    private readonly options: InstallationOptions,
  ) {
    this.#link = connectBufferRedis({ kind: 'url', url: new Secret(redis.url) }, () => {});
    this.ledger = new LedgerReader(this.#link, new BufferKeys(this.#prefix));
  }

  /** Sets up an installation, and ends everything when `use` is done. */
  static async with(
    options: InstallationOptions,
    use: (installation: Installation) => Promise<void>,
  ): Promise<void> {
    const redis = options.redis ?? (await RedisServer.start({ aof: true }));
    const simulator = await new Simulator({ validate: 'full', ...options.simulator }).start();
    const installation = new Installation(redis, simulator, options);
    try {
      await use(installation);
    } finally {
      await Promise.all(installation.#processes.map(async (one) => one.end()));
      installation.#link.disconnect();
      await simulator.stop();
      await redis.stop();
    }
  }

  get setup(): ProcessSetup {
    const { metastudio = {}, buffer = NOTHING_EXPIRES } = this.options;
    const { simulator, redis } = this;
    const bridges = simulator.rooms.map(({ roomId, jobId }, i) => ({
      name: `bridge-${i}`,
      source: genericChat(simulator, `room-${i}`),
      target: { roomId, jobId },
    }));
    return { redisUrl: redis.url, simulator, prefix: this.#prefix, bridges, metastudio, buffer };
  }

  /** Starts a process of the relay, and waits until it is ready. */
  async start(
    roles?: string,
    environment?: Readonly<Record<string, string>>,
  ): Promise<RelayProcess> {
    const started = await this.spawn(roles, environment);
    await started.ready();
    return started;
  }

  async spawn(
    roles?: string,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<RelayProcess> {
    const setup = { ...this.setup, environment };
    const started = await RelayProcess.spawn(roles === undefined ? setup : { ...setup, roles });
    this.#processes.push(started);
    return started;
  }

  async rows(): Promise<LedgerRow[]> {
    return answered(async () => {
      const targets = await this.ledger.targets();
      return (await Promise.all(targets.map(async (one) => this.ledger.rowsOf(one)))).flat();
    });
  }

  async total() {
    const rows = await this.rows();
    const sum = (of: (row: LedgerRow) => number): number =>
      rows.reduce((total, row) => total + of(row), 0);
    const droppedFor = (reason: string): number => sum(({ dropped }) => dropped[reason] ?? 0);
    const reasons = new Set(rows.flatMap(({ dropped }) => Object.keys(dropped)));
    for (const expected of ['superseded', 'stale_lease', 'duplicate']) reasons.delete(expected);
    return {
      /** What was dropped for any other reason than those below. */
      otherDrops: Object.fromEntries([...reasons].map((reason) => [reason, droppedFor(reason)])),
      received: sum((row) => row.received),
      reported: sum((row) => row.reported),
      deadLettered: sum((row) => row.deadLettered),
      waiting: sum((row) => row.waiting),
      unaccounted: sum((row) => Math.abs(row.unaccounted)),
      superseded: droppedFor('superseded'),
      staleLease: droppedFor('stale_lease'),
      /** Where a bridge is handed over, both processes hear it for a moment. */
      duplicate: droppedFor('duplicate'),
    };
  }

  /**
   * How many events the processes that live say may have been sent twice: of reports that MetaStudio accepted
   * after another reporter was given the target, since this one got nothing of the processor for so long.
   */
  async perhapsTwice(): Promise<number> {
    const living = this.#processes.filter(({ child }) => {
      return child.exitCode === null && child.signalCode === null;
    });
    const told = await Promise.all(
      living.map(async (one) => one.metric('relay_events_unsettled_total')),
    );
    return told.reduce((sum, count) => sum + count, 0);
  }

  /** Starts Redis again, and waits until it answers. */
  async restartRedis(): Promise<void> {
    await this.redis.restart();
    await answered(async () => this.#link.ping());
  }

  /** How many events the last reports of all jobs hold: at most these were in flight. */
  get lastReports(): number {
    let events = 0;
    for (const { jobId } of this.simulator.rooms) {
      const kept = this.simulator.events(jobId);
      events += kept.filter(({ report }) => report === kept.at(-1)!.report).length;
    }
    return events;
  }

  get rooms(): readonly ChatRoomState[] {
    return this.simulator.state().chat['generic'] ?? [];
  }

  /** How many events with a mark were sent: all except viewer counts. */
  get marked(): number {
    return this.rooms.reduce((sum, room) => sum + markedOf(room), 0);
  }

  /** Changes the rate of a chat room, or of all of them. */
  rate(perSecond: number | 'max', room?: string): void {
    const which = room === undefined ? {} : { room };
    this.simulator.steerChat('generic', 'rate', { perSecond, ...which });
  }

  /** How many events each job has received so far. */
  get accepted(): Map<string, number> {
    return new Map(this.simulator.state().jobs.map(({ jobId, events }) => [jobId, events]));
  }

  /** Waits until each job has received more events than in `since`. */
  async allGoOn(since: ReadonlyMap<string, number>, withinMs: number): Promise<void> {
    await eventually(
      () => {
        const now = this.accepted;
        return this.simulator.rooms.every(
          ({ jobId }) => (now.get(jobId!) ?? 0) > (since.get(jobId!) ?? 0),
        );
      },
      'every target goes on',
      withinMs,
    );
  }

  /** Silences the chat, and waits until MetaStudio has all that it will have of it, and no event waits. */
  async drained(withinMs = HANGS_MS): Promise<void> {
    this.rate(0);
    const rooms = this.rooms.map(({ room }) => room);
    await Promise.all(rooms.map(async (room) => this.#lastWord(room, withinMs)));
    const rests = async (): Promise<boolean> => (await this.total()).waiting === 0;
    await eventually(rests, 'everything is drained', withinMs);
  }

  /**
   * Has a silent room say one thing more, and waits until MetaStudio has it. Since order is kept,
   * what the room said before has come by then, or never will. The word itself may be said to a
   * process that may report nothing any more: then it is said again.
   */
  async #lastWord(room: string, withinMs: number): Promise<void> {
    const { stream } = this.#roomOf(room);
    const jobId = this.simulator.rooms[Number(room.slice('room-'.length))]!.jobId!;
    let number = await this.#say(room);
    let saidAt = performance.now();
    let patienceMs = REPEATED_AFTER_MS;
    let seen = 0;
    await eventually(
      async () => {
        const events = this.simulator.events(jobId, seen);
        seen = events.at(-1)?.ordinal ?? seen;
        const has = events.some((event) => event.stream === stream && event.number === number);
        if (has || performance.now() - saidAt < patienceMs) return has;
        number = await this.#say(room);
        saidAt = performance.now();
        patienceMs *= 2;
        return false;
      },
      `the last word of ${room} is reported`,
      withinMs,
    );
  }

  /** Has a silent room say one thing more. @returns the number of its mark. */
  async #say(room: string): Promise<number> {
    const before = markedOf(this.#roomOf(room));
    // A viewer count has no mark.
    while (markedOf(this.#roomOf(room)) === before) {
      const { total } = this.#roomOf(room).sent;
      const one = { room, perSecond: 'max', events: total + 1 };
      this.simulator.steerChat('generic', 'rate', one);
      await eventually(() => this.#roomOf(room).sent.total > total, `${room} is heard`);
    }
    this.simulator.steerChat('generic', 'rate', { room, perSecond: 0, events: EVENTS_MAX });
    return markedOf(this.#roomOf(room));
  }

  #roomOf(name: string): ChatRoomState {
    return this.rooms.find(({ room }) => room === name)!;
  }
}

function markedOf({ sent }: ChatRoomState): number {
  return sent.total - sent.viewers;
}
