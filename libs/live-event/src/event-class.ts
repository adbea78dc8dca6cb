import { eventTypeOf, type EventType } from './live-event.js';

/**
 * How much an event matters when not everything can be kept: ambient events are shed first,
 * what was paid for last.
 */
export type EventClass = 'paid' | 'chat' | 'ambient';

/** The classes, the dearest first. */
export const EVENT_CLASSES = ['paid', 'chat', 'ambient'] as const;

/** The class of each type. */
export const CLASS_OF: Readonly<Record<EventType, EventClass>> = {
  gift: 'paid',
  comment: 'chat',
  follow: 'chat',
  enter: 'ambient',
  like: 'ambient',
  viewers: 'ambient',
};

/** The class of MetaStudio's type number; `chat` for one that this version does not know. */
export function classOfCode(code: number): EventClass {
  const type = eventTypeOf(code);
  return type === undefined ? 'chat' : CLASS_OF[type];
}
