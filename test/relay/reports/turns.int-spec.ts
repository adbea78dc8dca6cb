import { LedgerStatusReader } from '../../../apps/relay/src/status/ledger-status.reader.js';
import { Simulator } from '../../../apps/simulator/src/index.js';
import { eventually } from '../../support/eventually.js';
import { RedisServer } from '../../support/redis-server.js';
import { startRelay, type RelayInProcess } from '../../support/relay-in-process.js';
import { RelayRig } from '../support/relay-rig.js';
import { ScriptedChats, waitingForTurn } from '../support/scripted-chats.js';

const ROOMS = 14;
/** In how many rooms something is asked. */
const ASKED = 6;
/** So many turns may have been given, or come before the reporter has looked what is new. */
const UNDER_WAY = 2;

/** Of how many rooms so many events have been received. */
async function roomsWith(events: number, { relay: { ledger } }: RelayInProcess): Promise<number> {
  const targets = await ledger.targets();
  const rows = await Promise.all(targets.map(async (target) => ledger.rowsOf(target)));
  return rows.flat().filter(({ received }) => received === events).length;
}

/** How many comments were chosen. */
async function chosenIn({ relay: { ledger, redis, keys } }: RelayInProcess): Promise<number> {
  const targets = await ledger.targets();
  const counts = await Promise.all(
    targets.map(async (target) => redis.llen(keys.of(target).chosen)),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Rooms in each of which somebody has entered, and a limit that they wait for. */
class Contention {
  readonly chats: ScriptedChats;
  readonly relay: RelayInProcess;
  readonly jobs: readonly string[];
  readonly #simulator: Simulator;

  private constructor(chats: ScriptedChats, simulator: Simulator, relay: RelayInProcess) {
    this.chats = chats;
    this.relay = relay;
    this.#simulator = simulator;
    this.jobs = simulator.rooms.map(({ jobId }) => jobId!);
  }

  /** @param terms of each target. */
  static async with(terms: object, use: (rooms: Contention) => Promise<void>): Promise<void> {
    const chats = await ScriptedChats.listen();
    const simulator = await new Simulator({ rooms: ROOMS, validate: 'full' }).start();
    const relay = await startRelay({
      redis: await RedisServer.shared(),
      simulator,
      bridges: simulator.rooms.map(({ roomId, jobId }, room) => ({
        name: `room-${room}`,
        source: chats.sourceOf(room),
        target: { roomId, jobId, ...terms },
      })),
      metastudio: { reportsPerSecond: 1 },
      buffer: { minIntervalMs: 50 },
    });
    try {
      await chats.read(ROOMS);
      for (let room = 0; room < ROOMS; room++) chats.say(room, 'enter', `enter-${room}`);
      await use(new Contention(chats, simulator, relay));
    } finally {
      await relay.stop();
      await simulator.stop();
      chats.close();
    }
  }

  /** The rooms in the order of their reports. */
  readonly reported = (): number[] =>
    this.#simulator.events().map(({ jobId }) => this.jobs.indexOf(jobId));
}

describe('where the limit on reports binds', () => {
  it('the next report goes to a gift, then to a comment, and those with entries alone follow', async () => {
    await Contention.with({}, async ({ chats, jobs, relay, reported }) => {
      await eventually(async () => {
        const count = await waitingForTurn(relay);
        const had = new Set(reported()).size;
        // One report may be under way.
        return had > 0 && had + count >= ROOMS - 1;
      }, 'all others wait for their turn');
      const status = await new LedgerStatusReader(relay.relay.ledger).read();
      const kept = status.targets.filter(({ turnSince }) => turnSince !== undefined);
      expect(kept.map(({ state }) => state)).toContain('rate');
      const had = reported();
      const left = Array.from(jobs.keys()).filter((room) => !had.includes(room));
      // By their entries these would be the last.
      const given = left.pop()!;
      const asked = left.splice(-ASKED);
      for (const room of asked) chats.say(room, 'chat', `asked-${room}`, 'how much is it?');
      chats.say(given, 'gift', 'given');
      const isThere = async () => (await roomsWith(2, relay)) === asked.length + 1;
      await eventually(isThere, 'all is in the buffers');
      const before = reported().length;
      await eventually(() => new Set(reported()).size === ROOMS, 'every room had its turn');
      const after = [...new Set(reported().slice(before))];
      expect(after.indexOf(given)).toBeLessThanOrEqual(UNDER_WAY);
      const early = after.slice(0, after.findLastIndex((room) => asked.includes(room)) + 1);
      expect(early.filter((room) => left.includes(room)).length).toBeLessThanOrEqual(UNDER_WAY);
    });
  });

  it('the next report goes to a room whose question was just chosen, as to one where nothing is chosen', async () => {
    const choose = { comments: { n: 1, everySeconds: 0.5 } };
    await Contention.with({ choose }, async ({ chats, jobs, relay, reported }) => {
      const waits = async () => (await waitingForTurn(relay)) >= ROOMS - 1 - reported().length;
      await eventually(
        async () => reported().length > 0 && waits(),
        'all others wait for their turn',
      );
      const had = reported();
      const asked = Array.from(jobs.keys()).findLast((room) => !had.includes(room))!;
      chats.say(asked, 'chat', 'asked', 'how much is it?');
      await eventually(async () => (await chosenIn(relay)) === 1, 'the question is chosen');
      const before = reported().length;
      await eventually(() => reported().includes(asked), 'the room had its turn');
      expect(reported().slice(before).indexOf(asked)).toBeLessThanOrEqual(UNDER_WAY);
    });
  });

  it('a target has waited as long as it has, also where another reporter goes on with it', async () => {
    const options = {
      metastudio: { reportsPerSecond: 0.05 },
      simulator: { chatRate: 50, chatEventsMax: 1e6 },
    };
    await RelayRig.with(options, async (rig) => {
      const waiting = (drainBefore?: string) =>
        eventually(async () => {
          const { held, drain, turnSince } = await rig.fields();
          return held === '2' && drain !== drainBefore ? { drain, turnSince } : undefined;
        }, 'it waits for its turn');
      const { drain, turnSince } = await waiting();
      const accepted = rig.accepted.length;
      await rig.restart();
      expect((await waiting(drain)).turnSince).toBe(turnSince);
      expect(rig.accepted.length).toBe(accepted);
    });
  });
});
