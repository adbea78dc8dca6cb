import type { Doing } from './doing.js';
import { FrameTail } from './frame-tail.js';
import type { ChatPlatform, RoomWords } from './platform.js';
import type { SendTimes } from './send-times.js';
import { Tally } from './tally.js';
import { Viewers } from './viewers.js';

/** Events a second; `max`: as fast as the connections read; 0: none. */
export type Rate = number | 'max';

/** A connection, as a room sees it. */
export interface Listener {
  send(text: string): void;
  /** Bytes that wait to be sent. */
  readonly backlogBytes: number;
}

const BLOCK = 256;
const BACKLOG_BYTES_MAX = 512 * 1024;
const CATCH_UP_MS_MAX = 1000;

/**
 * One room of a platform: its viewers, its connections, its pace. Nothing happens while it has no
 * listeners, so every event that was sent was received.
 */
export class ChatRoom {
  readonly listeners = new Set<Listener>();
  readonly tally = new Tally();
  connects = 0;
  connectionsMax = 0;
  frames = 0;
  replayed = 0;
  garbage = 0;
  /** How many of its last frames the next connection receives again. */
  replayNext = 0;
  private readonly viewers: Viewers;
  private readonly tail = new FrameTail();
  private paceFrom = 0;
  private owed = 0;
  private silentUntil = 0;

  constructor(
    private readonly platform: ChatPlatform,
    readonly words: RoomWords,
    private readonly times: SendTimes,
    seed: number,
    private pace: { rate: Rate; eventsMax: number },
  ) {
    this.viewers = new Viewers(words.stream, platform.repertoire, seed + words.stream);
  }

  /** Changes the rate, or the total number of events. */
  setPace(pace: { rate?: Rate; eventsMax?: number }): void {
    this.pace = { ...this.pace, ...pace };
    this.paceFrom = 0;
  }

  /** Sends nothing until this time, on the monotonic clock. */
  silence(until: number): void {
    this.silentUntil = until;
  }

  isSilent(now: number): boolean {
    return now < this.silentUntil;
  }

  join(listener: Listener): void {
    if (this.listeners.has(listener)) return;
    this.connects++;
    const again = this.tail.last(this.replayNext);
    this.replayNext = 0;
    for (const frame of again) listener.send(frame);
    this.replayed += again.length;
    this.listeners.add(listener);
    this.connectionsMax = Math.max(this.connectionsMax, this.listeners.size);
    if (this.listeners.size === 1) this.paceFrom = 0;
  }

  part(listener: Listener): void {
    this.listeners.delete(listener);
  }

  /** Sends what is due by now, for about this long at most. */
  pump(now: number, budgetMs: number): void {
    if (this.listeners.size === 0 || this.isSilent(now)) {
      this.paceFrom = 0;
      return;
    }
    const due = this.due(now);
    const until = performance.now() + budgetMs;
    let sent = 0;
    while (due - sent >= 1 && !this.isChoked()) {
      const made = this.block(Math.min(BLOCK, Math.floor(due - sent)));
      sent += made;
      if (made === 0 || performance.now() >= until) break;
    }
    this.owed = due === Infinity ? 0 : Math.max(0, due - sent);
  }

  /** Sends frames unchanged to every connection. */
  sendRaw(frames: readonly string[]): void {
    for (const listener of this.listeners) for (const frame of frames) listener.send(frame);
  }

  private due(now: number): number {
    const { rate } = this.pace;
    if (rate === 'max') return Infinity;
    const from = this.paceFrom === 0 ? now : this.paceFrom;
    this.paceFrom = now;
    // Events that choked connections did not read are made up for a second at most.
    const most = (rate * CATCH_UP_MS_MAX) / 1000;
    return Math.min(Math.max(1, most), this.owed + (rate * (now - from)) / 1000);
  }

  private isChoked(): boolean {
    for (const listener of this.listeners) {
      if (listener.backlogBytes > BACKLOG_BYTES_MAX) return true;
    }
    return false;
  }

  /** @returns how many events were sent, at most one more than wanted; 0: there are no more. */
  private block(wanted: number): number {
    const left = Math.min(wanted, this.pace.eventsMax - this.tally.total);
    if (left < 1) return 0;
    const at = Date.now();
    const before = this.viewers.lastNumber;
    const doings: Doing[] = [];
    let events = 0;
    while (events < left) {
      const doing = this.viewers.next(at);
      doings.push(doing);
      events += this.tally.note(doing);
    }
    const frames = this.platform.frames(this.words, doings);
    this.times.note(this.words.stream, before, this.viewers.lastNumber, performance.now());
    this.sendRaw(frames);
    this.frames += frames.length;
    this.tail.push(frames);
    return events;
  }
}
