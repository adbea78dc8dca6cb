import { doctorCommand } from '../../../apps/relay/src/cli/setup/doctor.command.js';
import type { Finding } from '../../../apps/relay/src/doctor/finding.js';
import { statusCommand } from '../../../apps/relay/src/cli/watching/status.command.js';
import type { BridgeStatus, RelayStatus } from '../../../apps/relay/src/status/relay-status.js';
import { Simulator } from '../../../apps/simulator/src/index.js';
import { runInProcess } from '../../support/command-line.js';
import { eventually } from '../../support/eventually.js';
import { RedisServer } from '../../support/redis-server.js';
import { startRelay, type RelayInProcess } from '../../support/relay-in-process.js';
import { Stage } from '../../support/stage.js';

async function bridgesOf({ installation }: RelayInProcess): Promise<readonly BridgeStatus[]> {
  const line = { commands: [statusCommand], ...installation };
  const { stdout } = await runInProcess(['status', '--json'], line);
  return (JSON.parse(stdout) as RelayStatus).bridges;
}

async function doctorOf({ installation }: RelayInProcess): Promise<{ readonly checks: Finding[] }> {
  const line = { commands: [doctorCommand], ...installation };
  const { stdout } = await runInProcess(['doctor', '--json'], line);
  return JSON.parse(stdout) as { readonly checks: Finding[] };
}

describe('two installations with one redis.prefix', () => {
  it(
    'a bridge of one name in both: the status of the one that is not heard says so, and the other is well',
    Stage.of(async (stage) => {
      const redis = await RedisServer.shared();
      const simulator = stage.opens(await new Simulator({ rooms: 2 }).start());
      const [first, second] = simulator.rooms.map(({ roomId }) => `default/${roomId}`);
      const startOf = async (room: number): Promise<RelayInProcess> => {
        const { roomId } = simulator.rooms[room]!;
        const url = `${simulator.chatUrls.douyinlive}/${1000 + room}`;
        const bridges = [{ name: 'shop', source: { type: 'douyinlive', url }, target: { roomId } }];
        const environment = { RELAY_ROLES: 'collector' };
        const prefix = 'of-two-installations';
        return stage.opens(await startRelay({ redis, simulator, prefix, environment, bridges }));
      };
      const heard = await startOf(0);
      await eventually(async () => {
        const [shop] = await bridgesOf(heard);
        return shop?.source === 'ready' && shop.received > 0;
      }, 'the first is heard');
      const unheard = await startOf(1);
      const rows = await bridgesOf(unheard);
      expect(rows).toContainEqual(expect.objectContaining({ target: first, source: 'ready' }));
      const ours = rows.find(({ target }) => target === second);
      expect(ours).toMatchObject({ bridge: 'shop', source: 'unheld' });
      expect(ours!.sourceRefused).toContain(`has a bridge named shop for ${first}`);
      expect(ours!.sourceRefused).toContain('redis.prefix');
      const { checks } = await doctorOf(unheard);
      expect(checks.filter(({ check }) => check === 'redis-prefix')).toMatchObject([
        { status: 'fail', found: expect.stringMatching(/other targets: shop$/u) },
      ]);
      const well = await doctorOf(heard);
      expect(well.checks.map(({ check }) => check)).not.toContain('redis-prefix');
      const [shop, ...more] = await bridgesOf(heard);
      expect([shop!.source, shop!.sourceRefused, more]).toEqual(['ready', undefined, []]);
    }),
    60_000,
  );
});
