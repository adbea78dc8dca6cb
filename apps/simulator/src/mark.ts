/**
 * A mark identifies an event: `#<stream>-<number>`, where the stream is one chat room of the
 * stand-in and the number counts its events from 1. Comments carry it in their text, the others in
 * the user's name; viewer counts have none. So the receiver can tell which events arrived, how
 * often, and in which order.
 */
export interface Mark {
  readonly stream: number;
  readonly number: number;
}

/** The most streams that can be told apart. */
export const STREAMS_MAX = 4096;
/** The highest number of a mark. */
export const MARK_NUMBER_MAX = 2 ** 28;
const CANDIDATES_MAX = 4;

/** The text of a mark. */
export function markText(stream: number, number: number): string {
  return `#${stream}-${number}`;
}

/** The last mark in a text (in a comment with a marked user, that is the comment's own). */
export function lastMarkIn(text: string): Mark | undefined {
  let at = text.length;
  for (let tries = 0; tries < CANDIDATES_MAX && at > 0; tries++) {
    at = text.lastIndexOf('#', at - 1);
    if (at < 0) return undefined;
    const mark = markAt(text, at + 1);
    if (mark !== undefined) return mark;
  }
  return undefined;
}

function markAt(text: string, start: number): Mark | undefined {
  let at = start;
  let stream = 0;
  for (; isDigit(text.charCodeAt(at)) && stream < STREAMS_MAX; at++) {
    stream = stream * 10 + text.charCodeAt(at) - 48;
  }
  if (stream < 1 || stream >= STREAMS_MAX || text.charCodeAt(at) !== 45) return undefined;
  let number = 0;
  for (at++; isDigit(text.charCodeAt(at)) && number < MARK_NUMBER_MAX; at++) {
    number = number * 10 + text.charCodeAt(at) - 48;
  }
  return number < 1 || number >= MARK_NUMBER_MAX ? undefined : { stream, number };
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
