import { fieldsOf, jsonIn } from '#live-event';
import type { Frame } from '#source';

/** A frame, and when it arrived, in ms since 1970. */
export interface RecordedFrame {
  readonly at: number;
  readonly frame: Frame;
}

/** No time is further from 1970 than this, in ms: a line that says so would end a whole run. */
const AT_MAX = 8.64e15;
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
  const { at, frame, text } = fieldsOf(jsonIn(line.toString()));
  if (typeof at !== 'number' || Math.abs(at) > AT_MAX || typeof frame !== 'string')
    return undefined;
  if (!frame.startsWith(BINARY)) return { at, frame };
  const encoded = frame.slice(BINARY.length);
  if (!/^[A-Za-z0-9+/]*={0,2}$/u.test(encoded)) return undefined;
  const bytes = Buffer.from(encoded, 'base64');
  return { at, frame: text === true ? bytes.toString() : bytes };
}
