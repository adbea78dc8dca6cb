import {
  CLASS_OF,
  EVENT_CLASSES,
  EVENT_TYPES,
  fieldsOf,
  jsonIn,
  type EventClass,
  type EventType,
} from '#live-event';
import { isBridgeName } from '../append/entry.js';
import type { RefusedEvent } from '../drain/batch.js';

/** MetaStudio's words about an event that it refused. */
export interface RefusalWords {
  readonly code: string;
  readonly message: string;
  readonly requestId: string;
  /** When, in ms since 1970. */
  readonly at: number;
}

/** An event that MetaStudio refuses, with its words about it. */
export interface DeadLetter extends RefusalWords {
  /** Unique within its target; later letters have larger ids. */
  readonly id: string;
  readonly target: string;
  readonly bridge: string;
  readonly type: EventType;
  readonly class: EventClass;
  /** When the event was received, in ms. */
  readonly receivedAt: number;
  /** The event as a report holds it: JSON with what a viewer wrote. Never to be logged. */
  readonly fragment: Buffer;
}

const VERSION = 1;

/** The field of a dead letter with its facts; {@link readDeadLetter} reads it. */
export function deadLetterMeta(event: RefusedEvent, words: RefusalWords | undefined): string {
  const { bridge, type, receivedAt } = event;
  const { code, message, requestId, at } = words ?? {};
  const said = type === 'raw' ? { class: event.class } : {};
  const about = { v: VERSION, bridge, type, ...said, receivedAt };
  return JSON.stringify({ ...about, code, message, requestId, at });
}

/** Reads a letter; `undefined` if this version does not know its format, or it is damaged. */
export function readDeadLetter(
  target: string,
  id: string,
  meta: string,
  fragment: Buffer,
): DeadLetter | undefined {
  // Damaged: the caller counts it as unreadable.
  const kept = fieldsOf(jsonIn(meta) as Partial<Record<'v' | keyof DeadLetter, unknown>>);
  const { v, bridge, type, receivedAt, code, message, requestId, at, ...more } = kept;
  const known = EVENT_TYPES.find((one) => one === type);
  if (v !== VERSION || !isBridgeName(bridge) || known === undefined) return undefined;
  return {
    id,
    target,
    bridge,
    type: known,
    class: EVENT_CLASSES.find((one) => one === more.class) ?? CLASS_OF[known],
    receivedAt: Number(receivedAt),
    code: textOf(code),
    message: textOf(message),
    requestId: textOf(requestId),
    at: Number(at ?? receivedAt),
    fragment,
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
