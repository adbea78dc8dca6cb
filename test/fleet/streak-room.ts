import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { LedgerReader } from '#event-buffer';
import type { BufferRig } from '../event-buffer/support/buffer-rig.js';
import { answered } from '../support/answered.js';
import { ClientSockets } from '../support/client-sockets.js';

/** A room of douyinLive where one viewer gives one streak of gifts, and many write. */
export class Room {
  /** All sockets that ever connected, in order. */
  readonly sockets: WebSocket[] = [];
  readonly #server = new WebSocketServer({
    port: 0,
    host: '127.0.0.1',
    verifyClient: (_, answer) => {
      this.#knocks.push(() => answer(true));
      if (!this.#isShut) this.letIn();
    },
  });
  readonly #clientSockets = new ClientSockets(() => this.#port);
  #isShut = false;
  readonly #knocks: (() => void)[] = [];
  #isDeaf = false;
  readonly #unheard: WebSocket[] = [];
  comments = 0;
  /** The name of the viewer's streak; '' where the platform gives none. */
  streak = '1760000000000';
  #talk: NodeJS.Timeout | undefined;
  #frames = 0;

  static async open(): Promise<Room> {
    const room = new Room();
    room.#server.on('connection', (socket) => {
      if (!room.#isDeaf) return void room.sockets.push(socket);
      socket.pause();
      room.#unheard.push(socket);
      socket.once('message', () => room.sockets.push(socket));
    });
    await once(room.#server, 'listening');
    return room;
  }

  get url(): string {
    return `ws://127.0.0.1:${this.#port}/ws/1`;
  }

  /** The largest number of sockets that collectors in this process had open at the same time. */
  get openMost(): number {
    return this.#clientSockets.most();
  }

  /**
   * Sends the present count of the streak to some of the sockets; the others miss the frame.
   * @param ended whether it is the streak's last.
   */
  gifts(count: number, to: readonly WebSocket[] = this.sockets, ended = false): void {
    const groupId = this.streak;
    const frame = this.#frame('WebcastGiftMessage', {
      user: { id: '1000', nickname: '送礼人' },
      gift: { id: '463', name: '小心心', type: 1, combo: true, diamondCount: 1 },
      giftId: '463',
      groupId,
      repeatCount: String(count),
      repeatEnd: ended ? 1 : 0,
    });
    for (const socket of to) socket.send(frame);
  }

  /** Gives streaks of these lengths one behind the other, a frame each so many ms; all sockets receive them. */
  async giveStreaks(lengths: readonly number[], everyMs: number): Promise<void> {
    const frames = lengths.flatMap((length) => {
      return Array.from({ length }, (_, i) => ({ count: i + 1, ended: i + 1 === length }));
    });
    await new Promise<void>((resolve) => {
      this.#talk = setInterval(() => {
        const frame = frames.shift();
        if (frame === undefined) return resolve();
        this.gifts(frame.count, this.sockets, frame.ended);
      }, everyMs);
    });
    this.fallSilent();
  }

  /** Sends a new comment to some of the sockets. */
  comment(to: readonly WebSocket[] = this.sockets): void {
    const content = `text ${++this.comments}`;
    const frame = this.#frame('WebcastChatMessage', { user: { id: '7', nickname: 'A' }, content });
    for (const socket of to) socket.send(frame);
  }

  talk(everyMs: number): void {
    this.#talk = setInterval(() => this.comment(), everyMs);
  }

  fallSilent(): void {
    clearInterval(this.#talk);
  }

  /** Keeps new connections waiting until {@link letIn}. */
  shut(): void {
    this.#isShut = true;
  }

  letIn(): void {
    this.#isShut = false;
    for (const letIn of this.#knocks.splice(0)) letIn();
  }

  /** Lets in the connection that came last; the others go on waiting. */
  letInLast(): void {
    this.#knocks.pop()?.();
  }

  /** How many connections wait to be let in. */
  get waiting(): number {
    return this.#knocks.length;
  }

  /**
   * Opens new connections, but reads nothing of them until {@link hear}, as a busy server does. Such a one receives
   * what is said from when its first message was read.
   */
  deafen(): void {
    this.#isDeaf = true;
  }

  hear(): void {
    this.#isDeaf = false;
    for (const socket of this.#unheard.splice(0)) socket.resume();
  }

  /** How many connections are open, of which nothing was read. */
  get unheard(): number {
    return this.#unheard.length;
  }

  /** The open sockets, in the order in which they connected. */
  get open(): WebSocket[] {
    return this.sockets.filter(({ readyState, OPEN }) => readyState === OPEN);
  }

  close(): void {
    this.fallSilent();
    this.#clientSockets.stop();
    for (const client of this.#server.clients) client.terminate();
    this.#server.close();
  }

  get #port(): number {
    return (this.#server.address() as AddressInfo).port;
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

/** All events in the buffer; no reporter runs. */
export async function buffered({ redis, keys }: BufferRig): Promise<Reported[]> {
  const rows = await answered(async () => {
    const [target = ''] = await redis.smembers(keys.targets);
    return redis.xrange(keys.of(target).events, '-', '+');
  });
  return rows.flatMap(([, fields]) => {
    const fragments = fields[fields.indexOf('d') + 1]!.replace(/,$/u, '');
    return JSON.parse(`[${fragments}]`) as Reported[];
  });
}

export async function giftsIn(rig: BufferRig): Promise<number> {
  const gifts = (await buffered(rig)).filter(({ type }) => type === 4);
  return gifts.reduce((sum, { content }) => {
    return sum + (JSON.parse(content) as { gift: { giftNum: number } }).gift.giftNum;
  }, 0);
}

export async function textsIn(rig: BufferRig): Promise<string[]> {
  const comments = (await buffered(rig)).filter(({ type }) => type === 1);
  return comments.map(({ content }) => (JSON.parse(content) as { content: string }).content);
}

/** How many events each bridge dropped, by reason. */
export async function droppedIn({ redis, keys }: BufferRig): Promise<unknown> {
  const ledger = new LedgerReader(redis, keys);
  const rows = await Promise.all(
    (await ledger.targets()).map(async (target) => ledger.rowsOf(target)),
  );
  return rows.flat().map(({ bridge, dropped }) => ({ bridge, ...dropped }));
}
