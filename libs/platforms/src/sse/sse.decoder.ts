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
 * Decodes server-sent events: the mapping reads the JSON of `data`, and finds the event's name and
 * id at `$.event` and `$.id`, the data at `$.data`. A frame may also be the data alone.
 */
export class SseDecoder implements FrameDecoder {
  readonly streaks: StreakCounter;
  readonly #mapping: MappingDecoder;

  constructor(mapping: Mapping) {
    this.#mapping = new MappingDecoder(mapping);
    this.streaks = this.#mapping.streaks;
  }

  decode(frame: Frame, sink: FrameSink): void {
    const text = frame.toString();
    const envelope = envelopeOf(text);
    if (envelope === undefined) return this.#mapping.decode(text, sink);
    const { event, id, data } = envelope;
    const document = parseJson(data);
    // Not JSON: the decoder recognises a keep-alive, and names what is wrong otherwise.
    if (document === undefined) return this.#mapping.decode(data, sink);
    this.#mapping.decodeDocument(document, sink, { event, id, data: document });
  }
}

interface Envelope {
  readonly event?: unknown;
  readonly id?: unknown;
  readonly data: string;
}

function envelopeOf(text: string): Envelope | undefined {
  const document = parseJson(text);
  if (typeof document !== 'object' || document === null || Array.isArray(document))
    return undefined;
  const { data } = document as { data?: unknown };
  const isOurs = Object.keys(document).every((key) => FIELDS.has(key));
  return isOurs && typeof data === 'string' ? (document as Envelope) : undefined;
}

const FIELDS = new Set(['event', 'id', 'data']);
