import { Simulator } from '../../apps/simulator/src/index.js';
import type { BridgeView, Managed } from '../../apps/relay/src/bridges/managed/managed.js';
import { eventually } from '../support/eventually.js';
import { RedisServer, uniquePrefix } from '../support/redis-server.js';
import { startRelay, type RelayInProcess } from '../support/relay-in-process.js';
import { genericChat } from '../support/generic-chat.js';

const STATE_KEY = 'ab'.repeat(32);
const TOKEN = 'Bearer verysecretvalue0123';

/** Two processes of one installation, whose chats are busy, and whoever uses the API of one. */
class Installation {
  private constructor(
    readonly simulator: Simulator,
    readonly redis: RedisServer,
    readonly prefix: string,
    readonly relays: readonly RelayInProcess[],
  ) {}

  static async with(use: (installation: Installation) => Promise<void>): Promise<void> {
    const simulator = await new Simulator({ chatRate: 50, rooms: 2, keep: 'marks' }).start();
    const redis = await RedisServer.shared();
    const prefix = uniquePrefix().replace(':', '-');
    const relays: RelayInProcess[] = [];
    const common = { redis, simulator, prefix, buffer: { minIntervalMs: 20 } };
    const api = { allowHosts: ['127.0.0.1'] };
    const start = async (environment: Record<string, string>, bridges: object[]) => {
      const all = { RELAY_STATE_KEY: STATE_KEY, ...environment };
      relays.push(await startRelay({ ...common, api, bridges, environment: all }));
    };
    try {
      await start({ RELAY_ROLES: 'collector,reporter' }, [specOf(simulator, 'filed')]);
      await start({ RELAY_ROLES: 'console' }, [specOf(simulator, 'filed')]);
      await use(new Installation(simulator, redis, prefix, relays));
    } finally {
      await Promise.all(relays.map(async (relay) => relay.stop()));
      await simulator.stop();
    }
  }

  /** Of the process that has the console, and collects nothing. */
  get api() {
    return this.relays[1]!.relay.bridges;
  }

  room(name: string) {
    return this.simulator.state().chat['generic']?.find((room) => room.room === name);
  }

  async connected(name: string): Promise<void> {
    await eventually(() => this.room(name)?.connections === 1, `${name} is connected`);
  }

  async silent(name: string): Promise<void> {
    await eventually(() => (this.room(name)?.connections ?? 0) === 0, `${name} is closed`);
  }
}

function specOf(simulator: Simulator, name: string, more: object = {}): Record<string, unknown> {
  const { roomId, jobId } = simulator.rooms[0]!;
  return {
    name,
    source: genericChat(simulator, name, more),
    target: { roomId, jobId },
  };
}

function value(managed: Managed<BridgeView>): BridgeView {
  if (!managed.ok) throw new Error(JSON.stringify(managed.problem));
  return managed.value;
}

describe('bridges of the API', () => {
  it('are made, changed, paused and removed while the chats of others go on', async () => {
    await Installation.with(async (installation) => {
      const { api, simulator } = installation;
      await installation.connected('filed');
      const made = value(await api.create(specOf(simulator, 'made'), 'RELAY_API_TOKEN'));
      expect(made).toMatchObject({ origin: 'api', wanted: 'running', problems: [] });
      await installation.connected('made');

      const filtered = { ...specOf(simulator, 'made'), filter: { minLength: 3 } };
      const changed = value(
        await api.change('made', () => filtered, made.revision, 'RELAY_API_TOKEN'),
      );
      expect(changed.revision).toBeGreaterThan(made.revision);
      const late = await api.change('made', () => filtered, made.revision, 'RELAY_API_TOKEN');
      expect(late).toEqual({
        ok: false,
        problem: { kind: 'changed-meanwhile', revision: changed.revision },
      });

      value(await api.want('paused', 'made', '*', 'RELAY_API_TOKEN'));
      await installation.silent('made');
      value(await api.want('running', 'made', '*', 'RELAY_API_TOKEN'));
      await installation.connected('made');
      value(await api.remove('made', '*'));
      await installation.silent('made');
      expect(await api.get('made')).toEqual({ ok: false, problem: { kind: 'not-found' } });
      expect(installation.room('filed')).toMatchObject({ connections: 1, connects: 1 });
    });
  });

  it('bridges of the API keep no secret in Redis, give none back, and connect with it', async () => {
    await Installation.with(async (installation) => {
      const { api, simulator, prefix } = installation;
      const spec = specOf(simulator, 'sealed', { headers: { authorization: TOKEN } });
      const made = value(await api.create(spec, 'RELAY_API_TOKEN'));
      expect(made.spec['source']).toMatchObject({ headers: { authorization: { sealed: true } } });
      const { redis } = installation.relays[0]!.relay;
      const stored = await redis.hget(`${prefix}:{bridges}:records`, 'sealed');
      expect(stored).toContain('"sealed"');
      expect(stored).not.toContain('verysecret');
      await installation.connected('sealed');
    });
  });
});
