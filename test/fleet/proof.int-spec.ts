import { LEASE_TIMES_DEFAULT } from '#event-buffer';
import { pause } from '#timing';
import { Installation } from '../relay/support/installation.js';
import { ensureBuilt } from '../support/built-relay.js';
import { eventually } from '../support/eventually.js';
import type { RelayProcess } from '../support/relay-process.js';

ensureBuilt();

const BRIDGES = 60;
/** What each room says in a second. */
const CHAT_RATE = 2;
const PATIENCE_MS = 400_000;

/** A fleet of real processes over 60 rooms, and what their far ends saw of it. */
class Fleet {
  readonly collectors: RelayProcess[] = [];
  /** Rooms that were ever heard by more than two at once. */
  readonly crowded = new Set<string>();
  #watch: NodeJS.Timeout | undefined;

  constructor(readonly installation: Installation) {
    this.#watch = setInterval(() => {
      for (const { room, connections } of installation.rooms) {
        if (connections > 2) this.crowded.add(room);
      }
    }, 20);
  }

  end(): void {
    clearInterval(this.#watch);
  }

  async join(count = 1): Promise<void> {
    const joining = Array.from({ length: count }, async () => this.installation.start('collector'));
    this.collectors.push(...(await Promise.all(joining)));
  }

  /** One that is no more of the fleet. */
  without(collector: RelayProcess): RelayProcess {
    this.collectors.splice(this.collectors.indexOf(collector), 1);
    return collector;
  }

  async shares(): Promise<number[]> {
    return Promise.all(this.collectors.map(async (one) => one.metric('relay_leases_held')));
  }

  /**
   * Waits until every room is heard by one, and nobody has too little or too much. Not until all is
   * fair: what moved when one joined stays where it is when the next one does.
   */
  async shared(withinMs = 90_000): Promise<void> {
    const mean = BRIDGES / this.collectors.length;
    await eventually(
      async () => {
        // First what costs nothing: a scrape of so many bridges takes long.
        if (!this.isHeard) return false;
        const shares = await this.shares();
        return this.isHeard && shares.every((share) => share >= mean / 2 && share <= mean * 1.5);
      },
      `${this.collectors.length} collectors have shares`,
      withinMs,
    ).catch(async (error: unknown) => {
      throw new Error(`The shares are ${(await this.shares()).join()}.`, { cause: error });
    });
  }

  get isHeard(): boolean {
    const { rooms } = this.installation;
    return rooms.length === BRIDGES && rooms.every(({ connections }) => connections === 1);
  }

  /** How often each room has been connected to so far. */
  get connects(): ReadonlyMap<string, number> {
    return new Map(this.installation.rooms.map(({ room, connects }) => [room, connects]));
  }

  /** The most that a room has been connected to since. */
  connectsSince(before: ReadonlyMap<string, number>): number {
    const since = Array.from(this.connects, ([room, connects]) => connects - before.get(room)!);
    return Math.max(...since);
  }

  /**
   * Has the chat fall silent, and tells what became of all that was sent to somebody. Duplicates are those
   * that no reporter tells of.
   * @param lostMax with more that is lost, it tells what became of all the others.
   */
  async outcome(lostMax = 0) {
    await this.installation.drained();
    const { accepted, inFlightPerJobMax } = this.installation.simulator.state();
    const { unaccounted } = await this.installation.total();
    const { outOfOrder, distinct } = accepted;
    const lost = this.installation.marked - distinct;
    const duplicates = Math.max(0, accepted.duplicates - (await this.installation.perhapsTwice()));
    // A run that fails once in a hundred tells what there is to know.
    const total = lost > lostMax ? await this.installation.total() : undefined;
    return { lost, total, duplicates, outOfOrder, inFlightPerJobMax, unaccounted };
  }
}

/** Nothing was lost, doubled or turned round. */
const WHOLE = { lost: 0, duplicates: 0, outOfOrder: 0, inFlightPerJobMax: 1, unaccounted: 0 };

describe('a fleet of three collectors and two reporters with 60 bridges', () => {
  it(
    'loses and doubles no event, and moves no bridge twice, through joins, stops, kills and suspensions',
    async () => {
      const simulator = { rooms: BRIDGES, chatRate: CHAT_RATE };
      // Reports are not what this is about: an answer may come late.
      const buffer = { minIntervalMs: 2000, maxAgeSeconds: { chat: 'never', ambient: 'never' } };
      const metastudio = { timeoutMs: 100_000 };
      await Installation.with({ simulator, buffer, metastudio }, async (installation) => {
        const { redis } = installation;
        const fleet = new Fleet(installation);
        const talk = (): void => installation.rate(CHAT_RATE);
        try {
          await Promise.all([
            fleet.join(),
            installation.start('reporter'),
            installation.start('reporter'),
          ]);
          await eventually(() => fleet.isHeard, 'every room is heard');

          // Two join at the same time, and the shares change while the last change is under way.
          let before = fleet.connects;
          await fleet.join(2);
          await fleet.shared();
          expect(fleet.connectsSince(before)).toBeLessThanOrEqual(1);
          expect(await fleet.outcome()).toEqual(WHOLE);

          // Redis is away for as long as a lease lives.
          talk();
          before = fleet.connects;
          redis.suspend();
          await pause(LEASE_TIMES_DEFAULT.livesMs);
          redis.resume();
          await installation.allGoOn(installation.accepted, 60_000);
          await fleet.shared();
          // Nobody connects anew for the outage; shares may be evened out once after it.
          expect(fleet.connectsSince(before)).toBeLessThanOrEqual(1);
          expect(await fleet.outcome()).toEqual(WHOLE);

          // One is killed, another suspended until nothing is its own any more.
          talk();
          const [suspended, killed] = [fleet.collectors[0]!, fleet.without(fleet.collectors[2]!)];
          suspended.signal('SIGSTOP');
          killed.signal('SIGKILL');
          const other = fleet.collectors[1]!;
          const hasAll = async () => (await other.metric('relay_leases_held')) === BRIDGES;
          await eventually(hasAll, 'the one that is left has all', 60_000);
          // It comes back with a view and with sockets that are outdated, and gets its share again.
          suspended.signal('SIGCONT');
          await fleet.shared();
          // What was sent to those two alone, nobody has.
          const { lost, ...others } = await fleet.outcome(Infinity);
          expect({ ...others, lost: 0 }).toEqual(WHOLE);

          // Each is replaced under load, the new one before the old one goes.
          talk();
          before = fleet.connects;
          for (const old of fleet.collectors.slice()) {
            await fleet.join();
            fleet.without(old).signal('SIGTERM');
            expect(await old.exited).toEqual({ code: 0, signal: null });
          }
          await eventually(() => fleet.isHeard, 'every room is heard');
          expect(fleet.connectsSince(before)).toBeLessThanOrEqual(1);
          expect(await fleet.outcome(lost)).toEqual({ ...WHOLE, lost });
          expect([...fleet.crowded]).toEqual([]);
        } finally {
          fleet.end();
        }
      });
    },
    PATIENCE_MS,
  );
});
