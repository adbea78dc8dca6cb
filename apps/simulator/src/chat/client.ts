import type { Duplex } from 'node:stream';

import type { WebSocket } from 'ws';

import type { ChatClient } from './platform.js';
import type { ChatRoom, Listener } from './room.js';

const ROOMS_OF_CLIENT_MAX = 50;
const CUT_MS_MAX = 1000;
/** A client with this much unsent data counts as not reading. */
const BACKLOG_BYTES_MAX = 64 * 1024 * 1024;

/** One connection: its controls for a platform, and its data from a room. */
export class Client implements ChatClient, Listener {
  readonly rooms = new Set<ChatRoom>();

  /** @param roomOf finds or opens a room; `undefined` if there are too many. */
  constructor(
    private readonly socket: WebSocket,
    private readonly stream: Duplex,
    readonly path: string,
    private readonly roomOf: (name: string) => ChatRoom | undefined,
  ) {}

  get backlogBytes(): number {
    return this.socket.bufferedAmount;
  }

  get isSilent(): boolean {
    const now = performance.now();
    return [...this.rooms].some((room) => room.isSilent(now));
  }

  send(frame: string | Buffer): void {
    if (this.socket.bufferedAmount > BACKLOG_BYTES_MAX) this.socket.terminate();
    else if (this.socket.readyState === this.socket.OPEN) this.socket.send(frame);
  }

  close(code: number, reason: string): void {
    this.socket.close(code, reason);
  }

  /** Ends the connection without a close frame, after everything that was sent. */
  cut(): void {
    this.stream.end();
    const timer = setTimeout(() => this.socket.terminate(), CUT_MS_MAX);
    this.socket.once('close', () => clearTimeout(timer));
  }

  join(name: string): boolean {
    const room = this.roomOf(name);
    if (room === undefined || this.rooms.size >= ROOMS_OF_CLIENT_MAX) return false;
    this.rooms.add(room);
    room.join(this);
    return true;
  }

  part(name: string): void {
    for (const room of this.rooms) {
      if (room.words.name !== name) continue;
      room.part(this);
      this.rooms.delete(room);
    }
  }

  /** The connection is gone. */
  leave(): void {
    for (const room of this.rooms) room.part(this);
    this.rooms.clear();
  }
}
