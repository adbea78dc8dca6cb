import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

import { WebSocketServer, type WebSocket } from 'ws';

import { STREAMS_MAX } from '../mark.js';
import { splitTarget } from '../metastudio/arrived-request.js';
import { Client } from './client.js';
import type { ChatPlatform } from './platform.js';
import { ChatRoom, type Rate } from './room.js';
import type { SendTimes } from './send-times.js';

const TICK_MS = 10;
const TICK_BUDGET_MS = 6;
const CLIENTS_MAX = 2000;
const ROOMS_MAX = STREAMS_MAX - 1;
const MESSAGE_BYTES_MAX = 65_536;

/** How the chat platforms behave. */
export interface ChatOptions {
  /** Events a second in each room that has listeners. */
  readonly chatRate: Rate;
  /** A room goes quiet after this many events. */
  readonly chatEventsMax: number;
  readonly chatSeed: number;
  /** douyinlive and generic require `Authorization: Bearer …`; `undefined`: nothing. */
  readonly chatToken?: string | undefined;
}

/** Serves every chat platform at `/chat/{platform}…`, on an existing server. */
export class ChatServer {
  readonly rooms = new Map<string, ChatRoom>();
  readonly clients = new Map<Client, ChatPlatform>();
  private readonly sockets: WebSocketServer;
  private readonly platforms: ReadonlyMap<string, ChatPlatform>;
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly run = String(Math.floor(Math.random() * 100_000)).padStart(5, '0');
  private streams = 0;

  constructor(
    platforms: readonly ChatPlatform[],
    private readonly times: SendTimes,
    private readonly options: ChatOptions,
  ) {
    this.platforms = new Map(platforms.map((platform) => [platform.name, platform]));
    this.sockets = new WebSocketServer({
      noServer: true,
      maxPayload: MESSAGE_BYTES_MAX,
      autoPong: false,
      perMessageDeflate: false,
    });
  }

  /** Begins to send. */
  start(): void {
    this.timers.push(setInterval(() => this.tick(), TICK_MS));
    for (const platform of this.platforms.values()) {
      const { keepAlive } = platform;
      if (keepAlive === undefined) continue;
      const ping = (): void => {
        for (const client of this.clientsOf(platform)) {
          if (!client.isSilent) client.send(keepAlive.frame);
        }
      };
      this.timers.push(setInterval(ping, keepAlive.everyMs));
    }
  }

  /** Cuts every connection. */
  stop(): void {
    for (const timer of this.timers.splice(0)) clearInterval(timer);
    for (const socket of this.sockets.clients) socket.terminate();
  }

  /** Handles a server's `upgrade`: opens the WebSocket, or refuses it with a status. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { path } = splitTarget(request.url ?? '');
    const [, name = '', rest = ''] = /^\/chat\/([\w-]{1,32})(\/.{0,256})?$/.exec(path) ?? [];
    const platform = this.platforms.get(name);
    if (platform === undefined) {
      refuse(socket, '404 Not Found');
    } else if (this.clients.size >= CLIENTS_MAX) {
      refuse(socket, '503 Service Unavailable');
    } else if (!this.mayEnter(platform, request)) {
      refuse(socket, '401 Unauthorized');
    } else {
      this.sockets.handleUpgrade(request, socket, head, (open) => {
        this.open(platform, open, socket, rest);
      });
    }
  }

  platform(name: string): ChatPlatform | undefined {
    return this.platforms.get(name);
  }

  /** A platform's connections, of one room or all. */
  clientsOf(platform: ChatPlatform, room?: string): Client[] {
    const clients = [...this.clients].filter(([, of]) => of === platform).map(([one]) => one);
    if (room === undefined) return clients;
    return clients.filter((one) => [...one.rooms].some(({ words }) => words.name === room));
  }

  /** A platform's rooms: one, or all. */
  roomsOf(platform: ChatPlatform, name?: string): ChatRoom[] {
    const prefix = `${platform.name}/`;
    return [...this.rooms]
      .filter(([key]) => (name === undefined ? key.startsWith(prefix) : key === prefix + name))
      .map(([, room]) => room);
  }

  private open(platform: ChatPlatform, socket: WebSocket, stream: Duplex, path: string): void {
    const client = new Client(socket, stream, path, (room) => this.roomOf(platform, room));
    this.clients.set(client, platform);
    socket.on('message', (message: Buffer, isBinary: boolean) => {
      if (!isBinary && !client.isSilent) platform.message(client, message.toString('utf8'));
    });
    socket.on('ping', (payload: Buffer) => {
      if (!client.isSilent) socket.pong(payload);
    });
    socket.once('close', () => {
      client.leave();
      this.clients.delete(client);
    });
    // A broken frame from a client ends its connection, and `close` follows.
    socket.on('error', () => socket.terminate());
    platform.opened(client);
  }

  private mayEnter(platform: ChatPlatform, request: IncomingMessage): boolean {
    const { chatToken } = this.options;
    if (chatToken === undefined || platform.name === 'twitch-irc') return true;
    return request.headers.authorization === `Bearer ${chatToken}`;
  }

  private roomOf(platform: ChatPlatform, name: string): ChatRoom | undefined {
    const key = `${platform.name}/${name}`;
    const known = this.rooms.get(key);
    if (known !== undefined || this.rooms.size >= ROOMS_MAX) return known;
    const { chatRate: rate, chatEventsMax: eventsMax, chatSeed } = this.options;
    const words = { name, stream: ++this.streams, run: this.run };
    const room = new ChatRoom(platform, words, this.times, chatSeed, { rate, eventsMax });
    this.rooms.set(key, room);
    return room;
  }

  private tick(): void {
    const now = performance.now();
    const heard = [...this.rooms.values()].filter((room) => room.listeners.size > 0);
    for (const room of heard) room.pump(now, TICK_BUDGET_MS / heard.length);
  }
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
