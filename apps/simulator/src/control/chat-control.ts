import type { ChatServer } from '../chat/chat-server.js';
import { TAIL_FRAMES_MAX } from '../chat/frame-tail.js';
import { GARBAGE } from '../chat/garbage.js';
import type { ChatPlatform } from '../chat/platform.js';
import type { ChatRoom } from '../chat/room.js';
import type { EventName } from '../chat/tally.js';
import type { ChatControl } from './control.endpoint.js';

/** One room of a platform in `GET /_sim/state`. */
export interface ChatRoomState {
  readonly room: string;
  /** Its number in marks. */
  readonly stream: number;
  /** The events that it sent: a bridge that heard everything has received the same. */
  readonly sent: Readonly<Record<EventName, number>> & { readonly total: number };
  readonly giftNum: number;
  readonly ignored: number;
  readonly frames: number;
  readonly replayedFrames: number;
  readonly garbageFrames: number;
  readonly connections: number;
  readonly connectionsMax: number;
  readonly connects: number;
}

/** The chat's part of the state: rooms by platform. */
export type ChatState = Readonly<Record<string, readonly ChatRoomState[]>>;

const SECONDS_MAX = 86_400;
const GARBAGE_MAX = 1000;
const RATE_MAX = 1_000_000;
const EVENTS_MAX = 2 ** 28 - 2;

/**
 * Steers the chat platforms: `drop {room?, code?, replay?}`, `silence {room?, seconds}`,
 * `garbage {room?, frames?}`, `reconnect {room?}`, `rate {room?, perSecond?, events?}`. Without
 * `room` every room of the platform is meant. `drop` without `code` ends the connection without
 * a close frame; `replay` frames come once more after the next connection.
 */
export class ChatControls implements ChatControl {
  constructor(private readonly server: ChatServer) {}

  state(): ChatState {
    const names = ['twitch-irc', 'douyinlive', 'generic'];
    return Object.fromEntries(
      names.map((name) => {
        const platform = this.server.platform(name);
        return [name, platform === undefined ? [] : this.server.roomsOf(platform).map(stateOf)];
      }),
    );
  }

  act(name: string, action: string, body: Record<string, unknown>): object | string {
    const platform = this.server.platform(name);
    if (platform === undefined) return 'No such platform: twitch-irc, douyinlive or generic.';
    const { room } = body;
    if (room !== undefined && typeof room !== 'string') return 'room is a text.';
    const rooms = this.server.roomsOf(platform, room);
    switch (action) {
      case 'drop':
        return this.drop(platform, room, rooms, body);
      case 'silence':
        return silence(rooms, body);
      case 'garbage':
        return this.garbage(platform, room, rooms, body);
      case 'reconnect':
        return this.reconnect(platform, room);
      case 'rate':
        return setRate(rooms, body);
      default:
        return 'No such action: drop, silence, garbage, reconnect or rate.';
    }
  }

  private drop(
    platform: ChatPlatform,
    room: string | undefined,
    rooms: readonly ChatRoom[],
    { code, replay = 0 }: Record<string, unknown>,
  ): object | string {
    if (!isIn(replay, 0, TAIL_FRAMES_MAX)) return `replay is 0 to ${TAIL_FRAMES_MAX}.`;
    if (code !== undefined && !isIn(code, 3000, 4999) && !isIn(code, 1000, 1003)) {
      return 'code is 1000 to 1003 or 3000 to 4999.';
    }
    for (const one of rooms) one.replayNext = replay;
    const clients = this.server.clientsOf(platform, room);
    for (const client of clients) {
      client.leave();
      if (code === undefined) client.cut();
      else client.close(code, 'dropped');
    }
    return { connections: clients.length };
  }

  private garbage(
    platform: ChatPlatform,
    room: string | undefined,
    rooms: readonly ChatRoom[],
    { frames = GARBAGE.length }: Record<string, unknown>,
  ): object | string {
    if (!isIn(frames, 1, GARBAGE_MAX)) return `frames is 1 to ${GARBAGE_MAX}.`;
    for (const client of this.server.clientsOf(platform, room)) {
      for (let at = 0; at < frames; at++) client.send(GARBAGE[at % GARBAGE.length]!);
    }
    for (const one of rooms) if (one.listeners.size > 0) one.garbage += frames;
    return { frames };
  }

  private reconnect(platform: ChatPlatform, room: string | undefined): object {
    const clients = this.server.clientsOf(platform, room);
    for (const client of clients) {
      if (platform.reconnect === undefined) client.close(1012, 'service restart');
      else platform.reconnect(client);
    }
    return { connections: clients.length };
  }
}

function silence(rooms: readonly ChatRoom[], { seconds }: Record<string, unknown>) {
  if (typeof seconds !== 'number' || !(seconds >= 0 && seconds <= SECONDS_MAX)) {
    return `seconds is 0 to ${SECONDS_MAX}.`;
  }
  for (const room of rooms) room.silence(performance.now() + seconds * 1000);
  return { rooms: rooms.length };
}

function setRate(rooms: readonly ChatRoom[], body: Record<string, unknown>): object | string {
  const { perSecond, events } = body;
  const isNumber = typeof perSecond === 'number' && perSecond >= 0 && perSecond <= RATE_MAX;
  const valid = perSecond === 'max' || isNumber;
  if (perSecond !== undefined && !valid) return `perSecond is 0 to ${RATE_MAX}, or max.`;
  if (events !== undefined && !isIn(events, 0, EVENTS_MAX)) return `events is 0 to ${EVENTS_MAX}.`;
  for (const room of rooms) {
    room.setPace({
      ...(perSecond === undefined ? {} : { rate: perSecond }),
      ...(events === undefined ? {} : { eventsMax: events }),
    });
  }
  return { rooms: rooms.length };
}

function stateOf(room: ChatRoom): ChatRoomState {
  const { words, tally, listeners } = room;
  return {
    room: words.name,
    stream: words.stream,
    sent: { ...tally.events, total: tally.total },
    giftNum: tally.giftNum,
    ignored: tally.ignored,
    frames: room.frames,
    replayedFrames: room.replayed,
    garbageFrames: room.garbage,
    connections: listeners.size,
    connectionsMax: room.connectionsMax,
    connects: room.connects,
  };
}

function isIn(value: unknown, min: number, max: number): value is number {
  return Number.isInteger(value) && (value as number) >= min && (value as number) <= max;
}
