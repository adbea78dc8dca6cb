import {
  MappingDecoder,
  parseJson,
  type Frame,
  type FrameDecoder,
  type FrameSink,
  type Mapping,
  type StreakCounter,
} from '#source';

/**
 * Decodes packets of Socket.IO, as a browser shows them: `42["chat",{…}]`. The mapping reads the
 * event's first value, and finds its name at `$.event` and all its values at `$.values`. An event
 * whose first value is no object or array, or that has none, is itself the message.
 */
export class SocketIoDecoder implements FrameDecoder {
  readonly streaks: StreakCounter;
  readonly #mapping: MappingDecoder;

  constructor(mapping: Mapping) {
    this.#mapping = new MappingDecoder(mapping);
    this.streaks = this.#mapping.streaks;
  }

  decode(frame: Frame, sink: FrameSink): void {
    const text = frame.toString();
    const [head] = EVENT.exec(text) ?? [];
    if (head === undefined) {
      const kind = CONTROL.get(text.slice(0, 2)) ?? CONTROL.get(text.slice(0, 1));
      return kind === undefined ? sink.malformed('not-a-packet') : sink.ignored(kind);
    }
    const packet = parseJson(text.slice(head.length));
    if (!Array.isArray(packet)) return sink.malformed('not-json');
    const [event, ...values] = packet as unknown[];
    if (typeof event !== 'string') return sink.malformed('no-event');
    const about = { event, values };
    const [first] = values;
    const isMessage = typeof first === 'object' && first !== null;
    this.#mapping.decodeDocument(isMessage ? first : about, sink, about);
  }
}

/** Engine.IO's 4, Socket.IO's 2, a namespace, and the number of an answer that is asked for. */
const EVENT = /^(?:42(?:\/[^,[]{0,255},)?\d{0,16})?(?=\[)/;

/** What else comes, by its first characters. */
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
