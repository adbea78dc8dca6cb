import { Simulator } from '../../apps/simulator/src/index.js';
import { BufferRig } from '../event-buffer/support/buffer-rig.js';
import { eventually } from '../support/eventually.js';
import { tellRedis } from '../support/redis-command.js';
import { RedisServer, uniquePrefix } from '../support/redis-server.js';
import { startRelay, type RelayInProcess } from '../support/relay-in-process.js';
import { giftsIn, Room, textsIn } from './streak-room.js';

/** Two collectors, of which the first holds the room; `stop` has the first one stop. */
async function withTwo(
  use: (room: Room, rig: BufferRig, stop: () => Promise<void>) => Promise<void>,
  source: (room: Room) => object = ({ url }) => ({ type: 'douyinlive', url }),
  given: { redis?: RedisServer; buffer?: object } = {},
): Promise<void> {
  const { redis = await RedisServer.shared(), buffer = {} } = given;
  const simulator = await new Simulator({}).start();
  const room = await Room.open();
  const prefix = uniquePrefix().replace(':', '-');
  const rig = await BufferRig.open(redis, prefix);
  const { roomId, jobId } = simulator.rooms[0]!;
  const relays: RelayInProcess[] = [];
  try {
    for (let i = 0; i < 2; i++) {
      relays.push(
        await startRelay({
          redis,
          simulator,
          prefix,
          buffer,
          bridges: [{ name: 'shop', source: source(room), target: { roomId, jobId } }],
          environment: { RELAY_ROLES: 'collector' },
        }),
      );
    }
    await eventually(() => room.sockets.length === 1, 'the room is heard');
    await use(room, rig, async () => relays.shift()!.stop());
  } finally {
    await Promise.all(relays.map(async (relay) => relay.stop()));
    rig.close();
    room.close();
    await simulator.stop();
  }
}

/** The chat goes on for a while, and all that it ever said is there once and in order. */
async function expectAllOnce(room: Room, rig: BufferRig): Promise<void> {
  const sent = room.comments;
  await eventually(() => room.comments > sent + 50, 'the chat goes on');
  room.fallSilent();
  const all = Array.from({ length: room.comments }, (_, i) => `text ${i + 1}`);
  await eventually(async () => (await textsIn(rig)).length >= all.length, 'all is there');
  expect(await textsIn(rig)).toEqual(all);
}

describe('a bridge that is handed over', () => {
  it.each([
    { name: 'the one that had it', lost: 0 },
    { name: 'the one that takes it', lost: 1 },
  ])(
    'has its gift streak counted once, where $name lost frames in the overlap',
    async ({ lost }) => {
      await withTwo(async (room, rig, stop) => {
        room.gifts(1);
        room.gifts(3);
        await eventually(async () => (await giftsIn(rig)) === 3, 'the streak is counted');
        const stopping = stop();
        await eventually(() => room.sockets.length === 2, 'the next one listens');
        // The old one still does.
        expect(room.sockets[0]!.readyState).toBe(room.sockets[0]!.OPEN);
        const other = [room.sockets[1 - lost]!];
        room.gifts(5, other);
        room.gifts(7);
        room.gifts(8, other);
        await stopping;
        room.gifts(8, [room.sockets[1]!]);
        room.gifts(10, [room.sockets[1]!]);
        await eventually(async () => (await giftsIn(rig)) >= 10, 'the streak goes on');
        expect(await giftsIn(rig)).toBe(10);
        expect(room.openMost).toBe(2);
      });
    },
  );

  it('is swept next if events of it wait: its former collector may have died before the wake-up', async () => {
    await withTwo(async (room, rig, stop) => {
      room.comment();
      await eventually(async () => (await textsIn(rig)).length === 1, 'the event waits');
      // As if the first holder had died between the append and the wake-up.
      await rig.redis.del(rig.keys.waiting);
      await stop();
      const noted = async (): Promise<string[]> => rig.redis.smembers(rig.keys.waiting);
      await eventually(async () => (await noted()).length === 1, 'the next holder says so');
      expect(await noted()).toEqual(await rig.ledger.targets());
      expect(room.openMost).toBe(2);
    });
  });

  it('is not swept next if nothing of it waits', async () => {
    await withTwo(async (room, rig, stop) => {
      await stop();
      await eventually(() => room.open.length === 1, 'the next holder is alone');
      expect(await rig.redis.smembers(rig.keys.waiting)).toEqual([]);
      room.comment();
      await eventually(async () => (await textsIn(rig)).length === 1, 'the event waits');
    });
  });

  it('loses and doubles no message, and its order stays', async () => {
    await withTwo(async (room, rig, stop) => {
      room.talk(2);
      await eventually(() => room.comments > 50, 'the chat goes on');
      await stop();
      await expectAllOnce(room, rig);
      expect(room.sockets).toHaveLength(2);
    });
  });

  it('keeps its socket while no append of it is confirmed, and loses no message', async () => {
    const settings = { 'repl-diskless-sync-delay': '0' };
    const redis = await RedisServer.start({ settings });
    const replica = await RedisServer.start({ settings });
    try {
      await tellRedis(replica, 'replicaof', '127.0.0.1', String(redis.port));
      const told = async () => String(await tellRedis(redis, 'info', 'replication'));
      await eventually(async () => (await told()).includes('state=online'), 'the replica follows');
      const given = { redis, buffer: { waitReplicas: 1 } };
      await withTwo(
        async (room, rig, stop) => {
          room.talk(5);
          await eventually(() => room.comments > 50, 'the chat goes on');
          replica.suspend();
          const away = room.comments + 50;
          await eventually(() => room.comments > away, 'the chat goes on');
          const stopping = stop();
          await eventually(() => room.sockets.length === 2, 'the next one listens');
          const gaveUp = () => room.sockets[1]!.readyState === room.sockets[1]!.CLOSED;
          // It is offered the room anew, and may then listen on; the one that stops waits 20 s in all.
          const until = performance.now() + 6500;
          const isOver = () => gaveUp() || performance.now() > until;
          await eventually(isOver, 'the next one is not given the room');
          expect(room.sockets[0]!.readyState).toBe(room.sockets[0]!.OPEN);
          replica.resume();
          await stopping;
          await expectAllOnce(room, rig);
        },
        undefined,
        given,
      );
    } finally {
      replica.resume();
      await Promise.all([redis.stop(), replica.stop()]);
    }
  });

  it('closes before it opens again, where messages have no ids', async () => {
    const mapping = {
      platform: 'x',
      rules: [
        {
          when: { method: 'WebcastChatMessage' },
          event: 'comment',
          user: { id: 'user.id', name: 'user.nickname' },
          text: 'content',
        },
      ],
    };
    await withTwo(
      async (room, rig, stop) => {
        room.comment();
        await eventually(async () => (await textsIn(rig)).length === 1, 'it is heard');
        await stop();
        await eventually(() => room.sockets.length === 2, 'the next one listens');
        expect(room.openMost).toBe(1);
        room.comment();
        await eventually(async () => (await textsIn(rig)).length === 2, 'it is heard');
      },
      ({ url }) => ({ type: 'websocket', url, mapping }),
    );
  });
});
