import { SIGNS_MAX, type Meaning } from '#choosing';
import type { EventClass, EventType } from '#live-event';
import { classOfCode, eventTypeOf } from '#live-event';
import { AHEAD_MS } from '../scripts/choosing.lua.js';
import { eventKey } from './event-key.js';
import { COMMA, fragmentLength, receivedAt, typeCode, type Entry } from './entry.js';

/** The facts by which an event is chosen. Contains none of its words. */
export interface Standing {
  /** Below 0: never chosen. */
  readonly score: number;
  /** Eight Latin-1 characters that identify the viewer, or the streak. */
  readonly user: string;
  readonly meaning: Meaning;
}

/** An event that waits to be chosen or not. */
export interface Candidate extends Standing {
  /** The id of its entry. */
  readonly entry: string;
  readonly bridge: string;
  readonly type: EventType | undefined;
  readonly class: EventClass;
  readonly receivedAt: number;
  /**
   * Since when it waits, by Redis's clock; 0 if that is in the future: the clock was ahead then,
   * and the event counts as waiting for long.
   */
  readonly waitsSince: number;
  /** Its fragment as in a report, with the comma. */
  readonly fragment: Buffer;
  readonly key: string;
}

/**
 * Follows a fragment, little-endian: score (f32), user (8 bytes), the strict part (u32), the signs
 * (u32 each), and the length of all of it including this number (u16).
 */
export function writeStanding({ score, user, meaning }: Standing): Buffer {
  const signs = meaning.signs.slice(0, SIGNS_MAX);
  const bytes = Buffer.allocUnsafe(FIXED_BYTES + signs.length * 4);
  bytes.writeFloatLE(score, 0);
  bytes.write(user.padEnd(USER_BYTES, '\0'), 4, USER_BYTES, 'latin1');
  bytes.writeUInt32LE(meaning.strict, 12);
  signs.forEach((sign, index) => bytes.writeUInt32LE(sign, 16 + index * 4));
  bytes.writeUInt16LE(bytes.length, bytes.length - 2);
  return bytes;
}

/**
 * The events of an entry of a lane. A damaged one has no standing, and is chosen last.
 *
 * @param now by Redis's clock.
 */
export function candidatesOf(entry: Entry, now: number): Candidate[] {
  const cameAt = Number(entry.id.slice(0, entry.id.indexOf('-')));
  const waitsSince = cameAt < now + AHEAD_MS ? cameAt : 0;
  const events: Candidate[] = [];
  let from = 0;
  for (let index = 0; index < entry.count; index++) {
    const to = from + fragmentLength(entry, index);
    const bytes = entry.fragments.subarray(from, to);
    from = to;
    const trailer = bytes.length > 2 ? bytes.readUInt16LE(bytes.length - 2) : 0;
    const isWhole = trailer >= FIXED_BYTES && trailer < bytes.length;
    const fragment = withComma(isWhole ? bytes.subarray(0, bytes.length - trailer) : bytes);
    const code = typeCode(entry, index);
    events.push({
      entry: entry.id,
      bridge: entry.bridge,
      type: eventTypeOf(code),
      class: classOfCode(code),
      receivedAt: receivedAt(entry, index),
      waitsSince,
      fragment,
      key: eventKey(fragment),
      ...readStanding(isWhole ? bytes.subarray(bytes.length - trailer) : undefined),
    });
  }
  return events;
}

/** One that is cut off has to be an event of its own in a report, where MetaStudio refuses it alone. */
function withComma(fragment: Buffer): Buffer {
  return fragment[fragment.length - 1] === COMMA
    ? fragment
    : Buffer.concat([fragment, Buffer.of(COMMA)]);
}

/** A chosen event for the list `chosen`: when, whose, under which key, and what it meant. */
export function writeChosen(
  { key, user, meaning }: Pick<Candidate, 'key' | 'user' | 'meaning'>,
  at: number,
  scope: string,
): Buffer {
  const head = Buffer.from(`${at} ${key} ${scope}\n`, 'latin1');
  return Buffer.concat([head, writeStanding({ score: 0, user, meaning })]);
}

export interface ChosenNote {
  readonly at: number;
  readonly key: string;
  readonly scope: string;
  readonly user: string;
  readonly meaning: Meaning;
}

/** Reads what {@link writeChosen} wrote; `undefined` where it cannot be read. */
export function readChosen(bytes: Buffer): ChosenNote | undefined {
  const end = bytes.indexOf(0x0a);
  const [at, key, ...scope] = bytes.toString('latin1', 0, Math.max(0, end)).split(' ');
  if (end === -1 || key === undefined || !Number.isFinite(Number(at))) return undefined;
  const standing = bytes.subarray(end + 1);
  if (standing.length < FIXED_BYTES) return undefined;
  const { user, meaning } = readStanding(standing);
  return { at: Number(at), key, scope: scope.join(' '), user, meaning };
}

const USER_BYTES = 8;
const FIXED_BYTES = 18;

function readStanding(bytes: Buffer | undefined): Standing {
  if (bytes === undefined) return { score: 0, user: '', meaning: { signs: [], strict: 0 } };
  const signs: number[] = [];
  for (let at = 16; at + 4 <= bytes.length - 2; at += 4) signs.push(bytes.readUInt32LE(at));
  return {
    score: bytes.readFloatLE(0),
    user: bytes.toString('latin1', 4, 4 + USER_BYTES),
    meaning: { signs, strict: bytes.readUInt32LE(12) },
  };
}
