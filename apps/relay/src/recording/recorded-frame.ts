import { fieldsOf, jsonIn, TIMESTAMP_MAX } from '#live-event';
import type { Frame } from '#source';

/** A frame, and when it arrived, in ms since 1970. */
export interface RecordedFrame {
  readonly at: number;
  readonly frame: Frame;
}

/** The prefix of binary frames, which `decode` takes, too. */
const BINARY = 'base64:';

/** A frame as a line of a recording, without its end: `{"at": …, "frame": …}`. */
export function formatFrame({ at, frame }: RecordedFrame): string {
  if (typeof frame !== 'string') {
    return JSON.stringify({ at, frame: `${BINARY}${frame.toString('base64')}` });
  }
  if (!frame.startsWith(BINARY)) return JSON.stringify({ at, frame });
  // A text frame that only looks like a binary one.
  const encoded = `${BINARY}${Buffer.from(frame).toString('base64')}`;
  return JSON.stringify({ at, frame: encoded, text: true });
}

/** Reads a line of a recording; `undefined` where it is none. */
export function parseFrame(line: Buffer): RecordedFrame | undefined {
  const { at: told, frame, text } = fieldsOf(jsonIn(line.toString()));
  // Another time cannot be reported, and one that no date has would end a whole run.
  if (typeof told !== 'number' || !(told >= 0 && told <= TIMESTAMP_MAX)) return undefined;
  if (typeof frame !== 'string') return undefined;
  const at = Math.floor(told);
  if (!frame.startsWith(BINARY)) return { at, frame };
  const encoded = frame.slice(BINARY.length);
  if (!/^[A-Za-z0-9+/]*={0,2}$/u.test(encoded)) return undefined;
  const bytes = Buffer.from(encoded, 'base64');
  return { at, frame: text === true ? bytes.toString() : bytes };
}
