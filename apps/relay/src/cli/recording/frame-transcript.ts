import { cleanText, encodeLiveEvent, type LiveEvent } from '#live-event';
import { decodeGuarded, type Frame, type FrameDecoder, type FrameSink } from '#source';
import type { FrameLine } from '../../recording/frame-lines.js';

/** Decodes lines of input, and collects lines of output that tell what became of them. */
export class FrameTranscript implements FrameSink {
  /** A line of JSON for each event, as it would be reported. */
  events: string[] = [];
  /** What was ignored or not understood. */
  remarks: string[] = [];
  /** Frames, or parts of one, that were not understood, in all. */
  malformedCount = 0;
  readonly #decoder: FrameDecoder;
  readonly #read: (recorded: Frame) => Frame;
  #line = 0;

  /** @param read makes a frame of a recorded line, where that is not one yet. */
  constructor(decoder: FrameDecoder, read: (recorded: Frame) => Frame = (frame) => frame) {
    this.#decoder = decoder;
    this.#read = read;
  }

  decode({ number, bytes }: FrameLine): void {
    this.#line = number;
    if (bytes === undefined) return this.malformed('longer than 16 MiB');
    // Empty lines: at the end of a file, or between frames for easier reading.
    if (bytes.length === 0) return;
    const frame = frameOf(bytes);
    if (frame === undefined) return this.malformed('not base64 after "base64:"');
    const told = this.#toldCount;
    decodeGuarded(this.#decoder, this.#read(frame), this);
    // A list without a message, or the first part of one.
    if (this.#toldCount === told) this.ignored('no-message');
  }

  get #toldCount(): number {
    return this.events.length + this.remarks.length;
  }

  event(event: LiveEvent): void {
    this.events.push(encodeLiveEvent(event, Date.now()));
  }

  ignored(kind: string): void {
    this.remarks.push(`line ${this.#line}: ignored: ${cleanText(kind, KIND_LENGTH_MAX)}`);
  }

  malformed(problem: string): void {
    this.malformedCount += 1;
    const why = cleanText(problem, KIND_LENGTH_MAX);
    this.remarks.push(`line ${this.#line}: not understood: ${why}`);
  }
}

const KIND_LENGTH_MAX = 100;
const BINARY = 'base64:';

/** Binary frames are written `base64:…`, anything else is text. */
function frameOf(bytes: Buffer): Frame | undefined {
  const text = bytes.toString('utf8');
  if (!text.startsWith(BINARY)) return text;
  const encoded = text.slice(BINARY.length).trim();
  return /^[A-Za-z0-9+/_-]*={0,2}$/.test(encoded) ? Buffer.from(encoded, 'base64') : undefined;
}
