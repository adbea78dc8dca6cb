import { statusCommand } from '../../../apps/relay/src/cli/watching/status.command.js';
import type { RelayStatus } from '../../../apps/relay/src/status/relay-status.js';
import { runInProcess } from '../../support/command-line.js';
import { eventually } from '../../support/eventually.js';
import { RedisServer } from '../../support/redis-server.js';
import { startRelay } from '../../support/relay-in-process.js';
import { RelayRig } from '../support/relay-rig.js';

async function status(rig: RelayRig, ...args: string[]) {
  const line = { commands: [statusCommand], ...rig.relay.installation };
  return runInProcess(['status', ...args], line);
}

async function statusJson(rig: RelayRig): Promise<RelayStatus & { code: number }> {
  const { code, stdout } = await status(rig, '--json');
  return { code, ...(JSON.parse(stdout) as RelayStatus) };
}

function chatIsOver({ simulator }: RelayRig): boolean {
  const rooms = simulator.state().chat['generic'] ?? [];
  return rooms.every(({ sent }) => sent.total >= simulator.settings.chatEventsMax);
}

describe('the accounts', () => {
  it('balance at every moment of a busy relay, as `status` reads them', async () => {
    const simulator = { chatRate: 1500, chatEventsMax: 4500 };
    const buffer = { maxEvents: 400, minIntervalMs: 0, maxPerSecond: { like: 5 } };
    await RelayRig.with({ simulator, buffer }, async (rig) => {
      let looks = 0;
      const chat = { isSettled: false };
      const done = rig.settled().finally(() => {
        chat.isSettled = true;
      });
      while (!chat.isSettled) {
        const { code, bridges } = await statusJson(rig);
        expect({ code, unaccounted: bridges.map(({ unaccounted }) => unaccounted) }).toEqual({
          code: 0,
          unaccounted: bridges.map(() => 0),
        });
        looks++;
      }
      await done;
      expect(looks).toBeGreaterThan(2);
      const { totals } = await statusJson(rig);
      expect(totals.received).toBe(rig.sent.total);
      expect(totals.dropped['capped_like']).toBeGreaterThan(0);
      expect(rig.simulator.state().accepted.events).toBe(totals.reported);
    });
  }, 180_000);

  it('make `status` exit 1 where they were broken by hand, and name the bridge and the number of events', async () => {
    await RelayRig.with({ bridges: { one: {}, two: {} } }, async (rig) => {
      await rig.settled();
      expect((await statusJson(rig)).code).toBe(0);
      const { keys, redis } = rig.relay.relay;
      const ledger = keys.of(await rig.target()).ledger;
      await redis.hincrby(ledger('one'), 'reported', -3);
      const { code, totals, bridges } = await statusJson(rig);
      expect({ code, unaccounted: totals.unaccounted }).toEqual({ code: 1, unaccounted: 3 });
      expect(bridges.map(({ unaccounted }) => unaccounted)).toEqual([3, 0]);
      const shown = await status(rig);
      expect(shown.code).toBe(1);
      expect(shown.stdout).toContain('UNACCOUNTED FOR: 3');
      expect(shown.stdout).toMatch(/^one .*\n? .*unaccounted for: 3\b/m);

      // Too much on one bridge and too little on another is no balance.
      await redis.hincrby(ledger('two'), 'reported', 3);
      const opposite = await statusJson(rig);
      expect(opposite.bridges.map(({ unaccounted }) => unaccounted)).toEqual([3, -3]);
      expect(opposite.code).toBe(1);
    });
  }, 180_000);

  it('add up over several processes and restarts', async () => {
    const redis = await RedisServer.shared();
    // So much that it goes on for longer than two restarts take on a busy machine.
    const simulator = { chatRate: 400, chatEventsMax: 12_000 };
    await RelayRig.with({ redis, simulator, bridges: { a: {}, b: {} } }, async (rig) => {
      const { file } = rig.relay.installation as {
        file: { bridges: object[]; redis: { prefix: string } };
      };
      const second = await startRelay({
        redis,
        simulator: rig.simulator,
        bridges: file.bridges,
        prefix: file.redis.prefix,
        buffer: { minIntervalMs: 50 },
      });
      try {
        // What the first held is the second's now, and its ledger goes on. What the chat says
        // while nobody is connected is nobody's.
        const afterwards: number[] = [];
        for (let restarts = 0; restarts < 2; restarts++) {
          const { received } = (await statusJson(rig)).totals;
          await rig.restart();
          await eventually(async () => {
            const { totals, code } = await statusJson(rig);
            expect({ code, unaccounted: totals.unaccounted }).toEqual({ code: 0, unaccounted: 0 });
            return totals.received > received + 100;
          }, 'the other process has gone on');
          afterwards.push(received);
        }
        expect(afterwards[1]).toBeGreaterThan(afterwards[0]!);
        rig.simulator.steerChat('generic', 'rate', { perSecond: 5000 });
        await eventually(
          async () => chatIsOver(rig) && (await rig.ledger()).waiting === 0,
          'the end',
        );
        const { totals } = await statusJson(rig);
        const { accepted } = rig.simulator.state();
        expect(totals).toMatchObject({ reported: accepted.events, deadLettered: 0, waiting: 0 });
        const dropped = Object.values(totals.dropped).reduce((sum, count) => sum + count, 0);
        expect(totals.received).toBe(totals.reported + dropped);
        // Where a bridge changes hands both of them hear it for a moment.
        const twice = totals.dropped['duplicate'] ?? 0;
        expect(totals.received - twice).toBeLessThanOrEqual(rig.sent.total);
        expect(accepted).toMatchObject({ duplicates: 0, outOfOrder: 0 });
      } finally {
        await second.stop();
      }
    });
  }, 180_000);
});
