import { LedgerStatusReader } from '../../../apps/relay/src/status/ledger-status.reader.js';
import { Simulator } from '../../../apps/simulator/src/index.js';
import { eventually } from '../../support/eventually.js';
import { RedisServer } from '../../support/redis-server.js';
import { startRelay } from '../../support/relay-in-process.js';
import { RelayRig } from '../support/relay-rig.js';
import { ScriptedChats, waitingForTurn } from '../support/scripted-chats.js';

const ROOMS = 14;

describe('where the limit on reports binds', () => {
  it('the next report goes to a gift, then to a comment, and those with entries alone follow', async () => {
    const chats = await ScriptedChats.listen();
    const simulator = await new Simulator({ rooms: ROOMS, validate: 'full' }).start();
    const jobs = simulator.rooms.map(({ jobId }) => jobId!);
    const relay = await startRelay({
      redis: await RedisServer.shared(),
      simulator,
      bridges: simulator.rooms.map(({ roomId, jobId }, room) => ({
        name: `room-${room}`,
        source: chats.sourceOf(room),
        target: { roomId, jobId },
      })),
      metastudio: { reportsPerSecond: 2 },
      buffer: { minIntervalMs: 50 },
    });
    /** The rooms in the order of their reports. */
    const reported = (): number[] => simulator.events().map(({ jobId }) => jobs.indexOf(jobId));
    try {
      await chats.read(ROOMS);
      for (let room = 0; room < ROOMS; room++) chats.say(room, 'enter', `enter-${room}`);
      await eventually(
        async () => reported().length > 0 && (await waitingForTurn(relay)) >= 6,
        'several wait for their turn',
      );
      const status = await new LedgerStatusReader(relay.relay.ledger).read();
      const kept = status.targets.filter(({ turnSince }) => turnSince !== undefined);
      expect(kept.map(({ state }) => state)).toContain('rate');
      const before = reported();
      const left = Array.from(jobs.keys()).filter((room) => !before.includes(room));
      const [first, second] = left.slice(-2) as [number, number];
      chats.say(second, 'chat', 'asked', 'how much is it?');
      chats.say(first, 'gift', 'given');
      await eventually(() => new Set(reported()).size === ROOMS, 'every room had its turn');
      const after = reported().slice(before.length);
      // One or two reports were under way.
      expect(after.indexOf(first)).toBeLessThanOrEqual(2);
      expect(after.indexOf(second)).toBeLessThanOrEqual(4);
      expect(after.indexOf(first)).toBeLessThan(after.indexOf(second));
    } finally {
      await relay.stop();
      await simulator.stop();
      chats.close();
    }
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
