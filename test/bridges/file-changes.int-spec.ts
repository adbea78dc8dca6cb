import { Simulator } from '../../apps/simulator/src/index.js';
import { eventually } from '../support/eventually.js';
import { RedisServer } from '../support/redis-server.js';
import { startRelay, type RelayInProcess } from '../support/relay-in-process.js';
import { genericChat } from '../support/generic-chat.js';

const PER_SECOND = 100;
/** A bound on hanging, not on speed. */
const MS_MAX = 240_000;

/** A relay whose file changes while its chats are busy, and all that both ends counted. */
class Installation {
  private constructor(
    readonly simulator: Simulator,
    readonly relay: RelayInProcess,
  ) {}

  static async with(
    names: readonly string[],
    use: (installation: Installation) => Promise<void>,
  ): Promise<void> {
    const simulator = await new Simulator({
      chatRate: PER_SECOND,
      rooms: 2,
      keep: 'marks',
    }).start();
    const bridges = names.map((name) => bridgeOf(simulator, name));
    const redis = await RedisServer.shared();
    const buffer = { minIntervalMs: 20 };
    let relay: RelayInProcess | undefined;
    try {
      relay = await startRelay({ redis, simulator, bridges, buffer });
      await use(new Installation(simulator, relay));
    } finally {
      await relay?.stop();
      await simulator.stop();
    }
  }

  /** Changes the file, and waits until that has taken effect. */
  async change(...bridges: readonly object[]): Promise<void> {
    const before = this.#applied();
    this.relay.rewrite({ bridges });
    await eventually(() => this.#applied() > before, 'the change has taken effect');
  }

  room(name: string) {
    return this.simulator.state().chat['generic']?.find((room) => room.room === name);
  }

  /** Waits until a room has said so much more that it must have been heard. */
  async says(name: string, more = PER_SECOND / 4): Promise<void> {
    const before = this.room(name)?.sent.total ?? 0;
    await eventually(
      () => (this.room(name)?.sent.total ?? 0) >= before + more,
      `${name} says more`,
    );
  }

  /** Waits until the stand-in has seen a room's connection end. */
  async closes(name: string): Promise<void> {
    await eventually(() => this.room(name)?.connections === 0, `${name} is closed`);
  }

  /** Has all chats fall silent, and waits until all that they said has come to an end. */
  async settled(): Promise<void> {
    this.simulator.steerChat('generic', 'rate', { perSecond: 0 });
    await eventually(async () => {
      const rows = await this.rows();
      return rows.every(({ waiting }) => waiting === 0) && (await this.#allReceived());
    }, 'everything is settled');
  }

  async rows() {
    const { ledger } = this.relay.relay;
    const targets = await ledger.targets();
    return (await Promise.all(targets.map(async (target) => ledger.rowsOf(target)))).flat();
  }

  /** Of all targets that it had. */
  async received(name: string): Promise<number> {
    const rows = (await this.rows()).filter(({ bridge }) => bridge === name);
    return rows.reduce((sum, { received }) => sum + received, 0);
  }

  logged(event: string): Record<string, unknown>[] {
    const lines = this.relay.logLines.map((line) => JSON.parse(line) as Record<string, unknown>);
    return lines.filter((line) => line['event'] === event);
  }

  async #allReceived(): Promise<boolean> {
    const rooms = this.simulator.state().chat['generic'] ?? [];
    const all = rooms.filter(({ connections, connects }) => connections > 0 && connects === 1);
    const counts = await Promise.all(all.map(async ({ room }) => this.received(room)));
    return all.every(({ sent }, i) => counts[i]! >= sent.total);
  }

  #applied(): number {
    return this.logged('bridges_applied').length;
  }
}

function bridgeOf(simulator: Simulator, name: string, more: object = {}, room = 0): object {
  const { roomId, jobId } = simulator.rooms[room]!;
  return {
    name,
    source: genericChat(simulator, name),
    target: { roomId, jobId },
    ...more,
  };
}

describe('bridges of a file that changes while the relay runs', () => {
  it(
    "are added, changed and removed under load, without touching, losing or doubling the others' events",
    async () => {
      await Installation.with(['stays', 'steady', 'goes', 'changes'], async (one) => {
        const { simulator } = one;
        const of = (name: string, more?: object, room?: number): object =>
          bridgeOf(simulator, name, more, room);
        const [stays, steady] = [of('stays'), of('steady')];
        for (const name of ['stays', 'steady', 'goes', 'changes']) await one.says(name);

        await one.change(stays, steady, of('comes'), of('goes'), of('changes'));
        await one.says('comes');
        await one.change(stays, steady, of('comes'), of('changes'));
        await one.closes('goes');
        await one.says('stays');

        // A filter alone: the connection stays. Then another target: it is another bridge.
        const filter = { types: ['gift'] };
        await one.change(stays, steady, of('comes'), of('changes', { filter }));
        await one.says('changes');
        expect(one.room('changes')).toMatchObject({ connects: 1, connections: 1 });
        await one.change(stays, steady, of('comes'), of('changes', { filter }, 1));
        await one.says('changes');

        await one.change(stays, steady, of('changes', { filter }, 1), of('goes'));
        await one.says('goes');
        await one.settled();

        for (const name of ['stays', 'steady']) {
          const room = one.room(name)!;
          expect(room).toMatchObject({ connects: 1, connections: 1, connectionsMax: 1 });
          expect(await one.received(name)).toBe(room.sent.total);
        }
        const rooms = simulator.state().chat['generic'] ?? [];
        expect(rooms.map(({ connectionsMax }) => connectionsMax)).toEqual(rooms.map(() => 1));
        expect(one.room('goes')).toMatchObject({ connects: 2 });
        expect(one.room('changes')).toMatchObject({ connects: 2 });
        const { accepted } = simulator.state();
        expect(accepted).toMatchObject({ duplicates: 0, outOfOrder: 0 });
        const rows = await one.rows();
        expect(rows.map(({ unaccounted }) => unaccounted)).toEqual(rows.map(() => 0));
        const lost = ['spill_expired', 'stale_lease', 'ambiguous'];
        const reasons = rows.flatMap(({ dropped }) => Object.keys(dropped));
        expect(reasons.filter((reason) => lost.includes(reason))).toEqual([]);
        const changed = rows.filter(({ bridge }) => bridge === 'changes');
        expect(changed.map(({ received }) => received > 0)).toEqual([true, true]);
        expect(changed.map(({ dropped }) => (dropped['filtered_type'] ?? 0) > 0)).toEqual([
          true,
          true,
        ]);
        const body = String((await one.relay.metrics.text()).body);
        expect(body).not.toMatch(/relay_(events_received_total|source_connected)\{bridge="comes"/);
        expect(body).toMatch(/relay_source_connected\{bridge="goes"\} 1/);
      });
    },
    MS_MAX,
  );

  it(
    'stay unchanged where the file is invalid, and every problem is logged once',
    async () => {
      await Installation.with(['stays', 'steady'], async (one) => {
        const { simulator, relay } = one;
        await one.says('steady');
        relay.rewrite({
          bridges: [
            bridgeOf(simulator, 'stays'),
            { name: 'No', source: {}, target: { roomId: '!' } },
          ],
        });
        await eventually(() => one.logged('reload_refused').length === 1, 'it is refused');
        const problems = one.logged('config_problem').map(({ msg }) => String(msg));
        expect(problems.join('\n')).toMatch(
          /bridges\[1\]\.name[^]*source\.type[^]*target\.roomId/u,
        );
        await relay.relay.catalogue.reload(true);
        expect(one.logged('reload_refused')).toHaveLength(2);
        await one.says('steady');
        expect(one.room('steady')).toMatchObject({ connects: 1, connections: 1 });
        await one.change(bridgeOf(simulator, 'stays'));
        await one.closes('steady');
      });
    },
    MS_MAX,
  );

  it(
    'change beside blocks that need a restart, which are named',
    async () => {
      await Installation.with(['stays'], async (one) => {
        const { simulator, relay } = one;
        relay.rewrite({
          bridges: [bridgeOf(simulator, 'stays'), bridgeOf(simulator, 'comes')],
          buffer: { minIntervalMs: 30 },
        });
        await one.says('comes');
        const [line] = one.logged('restart_needed');
        expect(line!['msg']).toContain('buffer');
        expect(one.logged('restart_needed')).toHaveLength(1);
      });
    },
    MS_MAX,
  );
});
