import { Simulator, type SimulatorOptions } from '../../../apps/simulator/src/index.js';
import type { LookupTimes } from '../../../apps/relay/src/projects/lookup/lookup-times.js';
import type { RelayTimes } from '../../../apps/relay/src/relay-times.js';
import { answered } from '../../support/answered.js';
import { eventually, HANGS_MS } from '../../support/eventually.js';
import { RedisServer, uniquePrefix } from '../../support/redis-server.js';
import { startRelay, type RelayInProcess } from '../../support/relay-in-process.js';
import { genericChat } from '../../support/generic-chat.js';

/** Times that are a minute in production are a second in tests. */
export const SHORT_TIMES = {
  pauseMs: 1000,
  noJobMs: 300,
  judgeMs: 450,
  retryFirstMs: 100,
  retryLongestMs: 400,
};

type Room = Simulator['rooms'][number];

export interface RigOptions {
  /** By default the server that all tests of the file share. */
  readonly redis?: RedisServer;
  /** The `sentinel` or `cluster` of the file, in place of one server. */
  readonly nodes?: object;
  readonly simulator?: SimulatorOptions;
  /** The names of the bridges, each with the keys of its block besides source and target. */
  readonly bridges?: Readonly<Record<string, object>>;
  /** Merged over the target of every bridge. */
  readonly target?: object;
  readonly metastudio?: object;
  readonly buffer?: object;
  readonly environment?: Readonly<Record<string, string>>;
  readonly times?: RelayTimes;
  readonly lookupTimes?: LookupTimes;
  /** Runs after the start of the simulator, and before that of the relay. */
  readonly before?: (simulator: Simulator) => void;
}

/**
 * The simulator with one room, and a relay whose bridges all report to it, each from a chat room of
 * its own. The chat begins once the relay has started.
 */
export class RelayRig {
  readonly roomId: string;
  readonly jobId: string;
  #relay: RelayInProcess;
  readonly #again: () => Promise<RelayInProcess>;

  private constructor(
    readonly simulator: Simulator,
    room: Room,
    relay: RelayInProcess,
    again: () => Promise<RelayInProcess>,
  ) {
    this.roomId = room.roomId;
    this.jobId = room.jobId!;
    this.#relay = relay;
    this.#again = again;
  }

  /** Starts everything, and stops everything when `use` is done. */
  static async with(options: RigOptions, use: (rig: RelayRig) => Promise<void>): Promise<void> {
    const redis = options.redis ?? (await RedisServer.shared());
    const simulator = await new Simulator({
      validate: 'full',
      chatRate: 5000,
      chatEventsMax: 1000,
      ...options.simulator,
    }).start();
    const room = simulator.rooms[0]!;
    options.before?.(simulator);
    const prefix = uniquePrefix().replace(':', '-');
    const start = async (): Promise<RelayInProcess> =>
      startRelay({
        redis,
        ...(options.nodes === undefined ? {} : { nodes: options.nodes }),
        simulator,
        prefix,
        bridges: bridgesOf(simulator, room, options),
        metastudio: options.metastudio ?? {},
        buffer: { minIntervalMs: 50, ...options.buffer },
        environment: options.environment ?? {},
        times: { reporter: SHORT_TIMES, ...options.times },
        ...(options.lookupTimes === undefined ? {} : { lookupTimes: options.lookupTimes }),
      });
    let rig: RelayRig | undefined;
    try {
      rig = new RelayRig(simulator, room, await start(), start);
      await use(rig);
    } finally {
      await rig?.relay.stop();
      await simulator.stop();
    }
  }

  get relay(): RelayInProcess {
    return this.#relay;
  }

  /** Stops the relay, and starts another one of the same installation. */
  async restart(): Promise<void> {
    await this.#relay.stop();
    this.#relay = await this.#again();
  }

  /** The id of the only target. */
  async target(): Promise<string> {
    const { ledger } = this.#relay.relay;
    const first = async (): Promise<string | undefined> => (await ledger.targets())[0];
    return eventually(async () => answered(first), 'the target is registered');
  }

  /** The sum of the ledgers of all bridges. */
  async ledger() {
    const target = await this.target();
    const rows = await answered(async () => this.#relay.relay.ledger.rowsOf(target));
    const sum = (of: (row: (typeof rows)[number]) => number): number =>
      rows.reduce((total, row) => total + of(row), 0);
    const dropped: Record<string, number> = {};
    for (const row of rows) {
      for (const [reason, count] of Object.entries(row.dropped)) {
        dropped[reason] = (dropped[reason] ?? 0) + count;
      }
    }
    return {
      received: sum((row) => row.received),
      reported: sum((row) => row.reported),
      deadLettered: sum((row) => row.deadLettered),
      waiting: sum((row) => row.waiting),
      unaccounted: sum((row) => Math.abs(row.unaccounted)),
      dropped,
    };
  }

  async fields(): Promise<Readonly<Record<string, string>>> {
    const target = await this.target();
    return (await answered(async () => this.#relay.relay.ledger.table.read(target))).fields;
  }

  /**
   * How many events the chat rooms sent; `marked` leaves out viewer counts, which carry no mark.
   */
  get sent(): { readonly total: number; readonly marked: number } {
    const rooms = this.simulator.state().chat['generic'] ?? [];
    const total = rooms.reduce((sum, { sent }) => sum + sent.total, 0);
    return { total, marked: total - rooms.reduce((sum, { sent }) => sum + sent.viewers, 0) };
  }

  /** Silences the chat, and waits until everything that it sent is received. */
  async quiet(): Promise<void> {
    this.simulator.steerChat('generic', 'rate', { perSecond: 0 });
    await eventually(async () => (await this.ledger()).received === this.sent.total, 'it is quiet');
  }

  /** Waits until the chat has sent all its events and MetaStudio has them. */
  async arrived(): Promise<void> {
    const { chatEventsMax } = this.simulator.settings;
    await eventually(async () => {
      const { chat, accepted } = this.simulator.state();
      const rooms = chat['generic'] ?? [];
      const all = rooms.length > 0 && rooms.every(({ sent }) => sent.total >= chatEventsMax);
      return all && accepted.distinct === this.sent.marked && (await this.ledger()).waiting === 0;
    }, 'everything arrives');
  }

  /**
   * Waits until the chat has sent all its events and none of them waits, whatever became of them.
   */
  async settled(withinMs = HANGS_MS): Promise<void> {
    const { chatEventsMax } = this.simulator.settings;
    await eventually(
      async () => {
        const rooms = this.simulator.state().chat['generic'] ?? [];
        const all = rooms.length > 0 && rooms.every(({ sent }) => sent.total >= chatEventsMax);
        if (!all) return false;
        const { received, waiting } = await this.ledger();
        return received === this.sent.total && waiting === 0;
      },
      'everything is settled',
      withinMs,
    );
  }

  /** The events that MetaStudio accepted, in order, as `stream-number`; without viewer counts. */
  get accepted(): string[] {
    const marked = this.simulator.events().filter(({ stream }) => (stream ?? 0) > 0);
    return marked.map(({ stream, number }) => `${stream}-${number}`);
  }
}

/** Asserts that no event was lost, doubled or out of order, and that all counts agree. */
export async function expectOnceAndInOrder(rig: RelayRig): Promise<void> {
  const { accepted, inFlightPerJobMax } = rig.simulator.state();
  const { total, marked } = rig.sent;
  const { dropped, ...ledger } = await rig.ledger();
  const superseded = dropped['superseded'] ?? 0;
  const reported = total - superseded;
  expect(dropped).toEqual(superseded === 0 ? {} : { superseded });
  const rest = { deadLettered: 0, waiting: 0, unaccounted: 0 };
  expect(ledger).toEqual({ received: total, reported, ...rest });
  expect(accepted).toMatchObject({ events: reported, distinct: marked });
  expect(accepted).toMatchObject({ duplicates: 0, outOfOrder: 0, untracked: 0 });
  expect(inFlightPerJobMax).toBe(1);
}

function bridgesOf(simulator: Simulator, { roomId, jobId }: Room, options: RigOptions): object[] {
  return Object.entries(options.bridges ?? { chat: {} }).map(([name, more]) => ({
    name,
    source: genericChat(simulator, name),
    target: { roomId, jobId, ...options.target },
    ...more,
  }));
}
