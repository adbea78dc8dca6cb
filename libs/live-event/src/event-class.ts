import { EVENT_TYPES, type EventClass, type EventType } from './live-event.js';

/** The classes, the most valuable first. */
export const EVENT_CLASSES = ['paid', 'chat', 'ambient'] as const satisfies readonly EventClass[];

/** The class of each type; for `raw`, the one that an event without its own class has. */
export const CLASS_OF: Readonly<Record<EventType, EventClass>> = {
  gift: 'paid',
  comment: 'chat',
  follow: 'chat',
  raw: 'chat',
  enter: 'ambient',
  like: 'ambient',
  viewers: 'ambient',
};

/**
 * The part of a bounded store that each class may fill: ambient events are shed first, paid ones
 * last.
 */
export const FILL_MAX: Readonly<Record<EventClass, number>> = { ambient: 0.5, chat: 0.9, paid: 1 };

/**
 * How much each class matters: a target's next turn depends on its most important event. The number
 * is compared in Redis, too.
 */
export const CLASS_RANKS: Readonly<Record<EventClass, number>> = { ambient: 0, chat: 1, paid: 2 };

/** How much the most important of these events matters. */
export function rankOf(events: readonly { readonly class: EventClass }[]): number {
  return events.reduce((rank, event) => Math.max(rank, CLASS_RANKS[event.class]), 0);
}

const CODE_OF: Readonly<Record<EventType, number>> = {
  comment: 1,
  enter: 2,
  like: 3,
  gift: 4,
  follow: 5,
  viewers: 6,
  raw: 7,
};

/** For raw events the code includes the class: only their sender knows their meaning. */
const RAW_CODES: Readonly<Record<EventClass, number>> = { chat: 7, paid: 8, ambient: 9 };

/** The largest code that {@link eventCodeOf} returns. */
export const EVENT_CODE_MAX = 9;

/**
 * The number by which the buffer identifies a type: MetaStudio's own for the six that it documents,
 * and for `raw` one of three, by class.
 */
export function eventCodeOf(type: EventType, eventClass: EventClass = CLASS_OF[type]): number {
  return type === 'raw' ? RAW_CODES[eventClass] : CODE_OF[type];
}

/** The type of a code; `undefined` if this version does not know the code. */
export function eventTypeOf(code: number): EventType | undefined {
  return code > EVENT_TYPES.length && code <= EVENT_CODE_MAX ? 'raw' : EVENT_TYPES[code - 1];
}

/** The class of a code; `chat` if this version does not know the code. */
export function classOfCode(code: number): EventClass {
  if (code === RAW_CODES.paid) return 'paid';
  if (code === RAW_CODES.ambient) return 'ambient';
  const type = eventTypeOf(code);
  return type === undefined ? 'chat' : CLASS_OF[type];
}
