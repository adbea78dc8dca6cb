import {
  MappingDecoder,
  parseJson,
  type Frame,
  type FrameDecoder,
  type FrameSink,
  type Mapping,
  type SpokenText,
  type StreakCounter,
} from '#source';

/**
 * Decodes Socket.IO packets, as a browser shows them: `42["chat",{…}]`. The mapping reads the
 * event's first value, and finds its name at `$.event` and all its values at `$.values`. An event
 * without values, or whose first value is no object or array, is itself the message.
 */
export class SocketIoDecoder implements FrameDecoder {
  readonly streaks: StreakCounter;
  readonly #mapping: MappingDecoder;

  constructor(mapping: Mapping, spoken?: SpokenText) {
    this.#mapping = new MappingDecoder(mapping, spoken === undefined ? {} : { spoken });
    this.streaks = this.#mapping.streaks;
  }

  decode(frame: Frame, sink: FrameSink): void {
    const text = frame.toString();
    const [head] = EVENT.exec(text) ?? [];
    if (head === undefined) {
      const kind = CONTROL.get(text.slice(0, 2)) ?? CONTROL.get(text.slice(0, 1));
      return kind === undefined ? sink.malformed('not-a-packet') : sink.ignored(kind);
    }
    const event = eventOf(text.slice(head.length));
    if (typeof event === 'string') return sink.malformed(event);
    this.#mapping.decodeDocument(event.message, sink, event.about);
  }
}

/** An event: the message for the mapping, and the frame around it. */
export interface SocketIoEvent {
  readonly message: object;
  readonly about: { readonly event: string; readonly values: readonly unknown[] };
}

/** The event in a packet; `undefined` if it contains none that can be read. */
export function eventIn(packet: string): SocketIoEvent | undefined {
  const [head] = EVENT.exec(packet) ?? [];
  const event = head === undefined ? undefined : eventOf(packet.slice(head.length));
  return typeof event === 'object' ? event : undefined;
}

/** Whether a list is an event that may be sent: the client reserves some names. */
export function isEvent(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  const name = (value as unknown[])[0];
  return typeof name === 'string' && name !== '' && !RESERVED.has(name);
}

/** An event from its JSON, or the problem with it. */
function eventOf(json: string): SocketIoEvent | 'not-json' | 'no-event' {
  const packet = parseJson(json);
  if (!Array.isArray(packet)) return 'not-json';
  const [event, ...values] = packet as unknown[];
  if (typeof event !== 'string') return 'no-event';
  const about = { event, values };
  const [first] = values;
  const isMessage = typeof first === 'object' && first !== null;
  return { message: isMessage ? first : about, about };
}

/** Engine.IO's 4, Socket.IO's 2, a namespace, and the number of a requested acknowledgement. */
const EVENT = /^(?:42(?:\/[^,[]{0,255},)?\d{0,16})?(?=\[)/;

/** Other packets, by their first characters. */
const CONTROL: ReadonlyMap<string, string> = new Map([
  ['0', 'open'],
  ['1', 'close'],
  ['2', 'ping'],
  ['3', 'pong'],
  ['6', 'noop'],
  ['40', 'connect'],
  ['41', 'disconnect'],
  ['43', 'answer'],
  ['44', 'connect-error'],
  ['45', 'binary-event'],
  ['46', 'binary-answer'],
]);

const RESERVED = new Set([
  'connect',
  'connect_error',
  'disconnect',
  'disconnecting',
  'newListener',
  'removeListener',
]);
