import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { Simulator } from '../../apps/simulator/src/index.js';
import { BufferRig } from '../event-buffer/buffer-rig.js';
import { eventually } from '../support/eventually.js';
import { RedisServer, uniquePrefix } from '../support/redis-server.js';
import { startRelay, type RelayInProcess } from '../support/relay-in-process.js';

/** A room of douyinLive where one viewer gives one streak of gifts, and many write. */
class Room {
  /** All that ever connected, in order. */
  readonly sockets: WebSocket[] = [];
  readonly #server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  /** The most that were open at once. */
  openMost = 0;
  comments = 0;
  #talk: NodeJS.Timeout | undefined;
  #frames = 0;

  static async open(): Promise<Room> {
    const room = new Room();
    room.#server.on('connection', (socket) => {
      room.sockets.push(socket);
      room.openMost = Math.max(room.openMost, room.#server.clients.size);
    });
    await once(room.#server, 'listening');
    return room;
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}/ws/1`;
  }

  /** Tells how far the streak has come, to some of those who listen: the others lose the frame. */
  gifts(count: number, to: readonly WebSocket[] = this.sockets): void {
    const frame = this.#frame('WebcastGiftMessage', {
      user: { id: '1000', nickname: '送礼人' },
      gift: { id: '463', name: '小心心', type: 1, combo: true, diamondCount: 1 },
      giftId: '463',
      groupId: '1760000000000',
      repeatCount: String(count),
    });
    for (const socket of to) socket.send(frame);
  }

  comment(): void {
    const content = `text ${++this.comments}`;
    const frame = this.#frame('WebcastChatMessage', { user: { id: '7', nickname: 'A' }, content });
    for (const socket of this.sockets) socket.send(frame);
  }

  talk(everyMs: number): void {
    this.#talk = setInterval(() => this.comment(), everyMs);
  }

  fallSilent(): void {
    clearInterval(this.#talk);
  }

  close(): void {
    this.fallSilent();
    for (const client of this.#server.clients) client.terminate();
    this.#server.close();
  }

  #frame(method: string, fields: object): string {
    const msgId = String(7_400_000_000_000_000_000n + BigInt(++this.#frames));
    return JSON.stringify({ method, common: { msgId }, ...fields });
  }
}

interface Reported {
  readonly type: number;
  readonly content: string;
}

/** All events in the buffer: nobody reports. */
async function buffered({ redis, keys }: BufferRig): Promise<Reported[]> {
  const [target = ''] = await redis.smembers(keys.targets);
  const rows = await redis.xrange(keys.of(target).events, '-', '+');
  return rows.flatMap(([, fields]) => {
    const fragments = fields[fields.indexOf('d') + 1]!.replace(/,$/u, '');
    return JSON.parse(`[${fragments}]`) as Reported[];
  });
}

async function giftsIn(rig: BufferRig): Promise<number> {
  const gifts = (await buffered(rig)).filter(({ type }) => type === 4);
  return gifts.reduce((sum, { content }) => {
    return sum + (JSON.parse(content) as { gift: { giftNum: number } }).gift.giftNum;
  }, 0);
}

async function textsIn(rig: BufferRig): Promise<string[]> {
  const comments = (await buffered(rig)).filter(({ type }) => type === 1);
  return comments.map(({ content }) => (JSON.parse(content) as { content: string }).content);
}

/** Two collectors, of which the first holds the room; `stop` has the first one stop. */
async function withTwo(
  use: (room: Room, rig: BufferRig, stop: () => Promise<void>) => Promise<void>,
  source: (room: Room) => object = ({ url }) => ({ type: 'douyinlive', url }),
): Promise<void> {
  const redis = await RedisServer.shared();
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

  it('loses and doubles no message, and its order stays', async () => {
    await withTwo(async (room, rig, stop) => {
      room.talk(2);
      await eventually(() => room.comments > 50, 'the chat goes on');
      await stop();
      const sent = room.comments;
      await eventually(() => room.comments > sent + 50, 'the chat goes on');
      room.fallSilent();
      const all = Array.from({ length: room.comments }, (_, i) => `text ${i + 1}`);
      await eventually(async () => (await textsIn(rig)).length >= all.length, 'all is there');
      expect(await textsIn(rig)).toEqual(all);
      expect(room.sockets).toHaveLength(2);
    });
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
