import { statusCommand } from '../../../apps/relay/src/cli/watching/status.command.js';
import { topCommand } from '../../../apps/relay/src/cli/watching/top.command.js';
import type { RelayStatus } from '../../../apps/relay/src/status/relay-status.js';
import { Simulator } from '../../../apps/simulator/src/index.js';
import { runInProcess } from '../../support/command-line.js';
import { eventually } from '../../support/eventually.js';
import { RedisServer } from '../../support/redis-server.js';
import { startRelay, type RelayInProcess } from '../../support/relay-in-process.js';
import { Stage } from '../../support/stage.js';

const SOURCE = { type: 'push', token: '${AK}' };

async function start(stage: Stage, redis: RedisServer, roles: string, prefix: string) {
  const simulator = stage.opens(await new Simulator({ rooms: 1 }).start());
  const [{ roomId }] = simulator.rooms as [Simulator['rooms'][number]];
  const relay = await startRelay({
    redis,
    simulator,
    prefix,
    environment: { RELAY_ROLES: roles },
    bridges: [
      { name: 'shop', source: SOURCE, target: { roomId } },
      { name: 'wrong', source: SOURCE, target: { roomId: 'there-is-no-such-room' } },
    ],
  });
  return stage.opens(relay);
}

async function statusOf({ installation }: RelayInProcess): Promise<RelayStatus> {
  const line = { commands: [statusCommand], ...installation };
  const { stdout } = await runInProcess(['status', '--json'], line);
  return JSON.parse(stdout) as RelayStatus;
}

describe('status', () => {
  it(
    'tells which processes run, and which role no process has',
    Stage.of(async (stage) => {
      const redis = await RedisServer.shared();
      const collector = await start(stage, redis, 'collector', 'status-roles');
      await eventually(async () => {
        const { missingRoles } = await statusOf(collector);
        return missingRoles.join() === 'reporter';
      }, 'no reporter runs');
      const reporter = await start(stage, redis, 'reporter', 'status-roles');
      await eventually(async () => (await statusOf(collector)).processes.length === 2, 'both run');
      const event = { type: 'like', user: { id: '7' } };
      const pushedAt = Date.now();
      collector.relay.pushes!.get('shop')!.push(JSON.stringify(event), true);
      const heard = await eventually(async () => {
        const { bridges } = await statusOf(collector);
        return bridges.find(({ bridge, eventAt }) => bridge === 'shop' && eventAt !== undefined);
      }, 'the age of the last event is known');
      expect(heard.eventAt).toBeGreaterThanOrEqual(pushedAt);
      expect(heard.frameAt).toBeGreaterThanOrEqual(pushedAt);
      const { processes, missingRoles } = await statusOf(collector);
      expect(missingRoles).toEqual([]);
      expect(processes.map(({ roles, pid }) => ({ roles, pid }))).toEqual([
        { roles: ['collector'], pid: process.pid },
        { roles: ['reporter'], pid: process.pid },
      ]);
      await stage.stop(reporter);
      expect((await statusOf(collector)).missingRoles).toEqual(['reporter']);
    }),
  );

  it(
    'tells a room that the project does not have, before anything waits for it',
    Stage.of(async (stage) => {
      const redis = await RedisServer.shared();
      const relay = await start(stage, redis, 'collector,reporter', 'status-room');
      await eventually(async () => {
        const { targets } = await statusOf(relay);
        return targets.some(({ state }) => state === 'no-room');
      }, 'the wrong room is told');
      const { targets } = await statusOf(relay);
      const wrong = targets.filter(({ target }) => target.endsWith('-room'));
      expect(wrong.map(({ state }) => state)).toEqual(['no-room']);
      expect(targets.map(({ state }) => state)).toContain('idle');
    }),
  );

  it(
    '--watch: goes on while Redis is away, leaks no listener, and writes no control codes into a pipe',
    Stage.of(async (stage) => {
      const redis = stage.opens(await RedisServer.start({}));
      const relay = await start(stage, redis, 'collector,reporter', 'status-watch');
      const stop = new AbortController();
      const warnings: string[] = [];
      const warn = (warning: Error): void => void warnings.push(warning.name);
      process.on('warning', warn);
      const shown: string[] = [];
      const errors: string[] = [];
      const watching = runInProcess(['status', '--watch'], {
        commands: [statusCommand],
        ...relay.installation,
        stopped: stop.signal,
        onStdout: (all) => void shown.push(all),
        onStderr: (all) => void errors.push(all),
      });
      await eventually(() => shown.length > 0, 'it watches');
      await redis.stop();
      await eventually(() => errors.at(-1)?.includes('It is tried again.') === true, 'it is told');
      stop.abort();
      const { code, stdout } = await watching;
      process.off('warning', warn);
      expect(code).toBe(0);
      expect(stdout).not.toContain('\u001B');
      expect(warnings).toEqual([]);
    }),
  );

  it.each([
    ['status', ['--watch']],
    ['top', ['--looks', '99']],
  ])(
    '%s %p is begun while Redis is away, and shows the bridges once it is back',
    async (command, options) => {
      await Stage.of(async (stage) => {
        const redis = stage.opens(await RedisServer.start({}));
        const { installation } = await start(stage, redis, 'collector,reporter', 'status-away');
        await redis.kill();
        const stop = new AbortController();
        let [shown, told] = ['', ''];
        const watching = runInProcess([command, ...options], {
          commands: [statusCommand, topCommand],
          ...installation,
          stopped: stop.signal,
          onStdout: (all) => void (shown = all),
          onStderr: (all) => void (told = all),
        });
        await eventually(() => told.includes('It is tried again.'), 'that it is away is told');
        expect(shown).toBe('');
        await redis.restart();
        await eventually(() => shown.includes('shop'), 'the bridge is shown');
        stop.abort();
        expect((await watching).code).toBe(0);
      })();
    },
  );
});
