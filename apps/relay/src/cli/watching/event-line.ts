import { eventTypeOf } from '#live-event';
import { shownText } from '../../listing/shown-text.js';

/** One event for people: when it was received, what, who, and what was said or given. */
export function eventLine(receivedAt: number, fragment: string): string {
  const { type, content } = JSON.parse(fragment) as { type: number; content: string };
  const { user, gift, numberOfViewers, content: said } = contentOf(content);
  const name = NAMES[type] ?? `type ${type}`;
  const who = !user ? '' : ` ${word(user.name)} (${word(user.userId)})`;
  const given = !gift ? '' : `${word(gift.giftName)} × ${word(gift.giftNum)}`;
  const price = !gift ? '' : `, value ${word(gift.totalValue)}`;
  const what = `${given}${price}${word(numberOfViewers)}${word(said)}`;
  // A viewer's words must not steer a terminal.
  return `${new Date(receivedAt).toISOString()} ${shownText(`${name}${who}${what === '' ? '' : ': '}${what}`)}`;
}

interface Content {
  readonly user?: { readonly userId?: unknown; readonly name?: unknown } | null;
  readonly gift?: Readonly<Record<'giftName' | 'giftNum' | 'totalValue', unknown>> | null;
  readonly numberOfViewers?: unknown;
  readonly content?: unknown;
}

/** Of an event whose type is the operator's own it may be anything. */
function contentOf(text: string): Content {
  try {
    const parsed = JSON.parse(text) as unknown;
    return typeof parsed === 'object' && parsed !== null ? parsed : { content: text };
  } catch {
    return { content: text };
  }
}

/** Of a type of the operator's own a field may hold anything. */
function word(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

const NAMES: readonly (string | undefined)[] = Array.from({ length: 7 }, (_, code) =>
  eventTypeOf(code),
);
