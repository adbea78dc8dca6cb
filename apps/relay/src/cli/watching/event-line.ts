import { eventTypeOf, jsonIn } from '#live-event';
import { shownText } from '../../listing/shown-text.js';

/** One event as a line: when it was received, its type, the viewer, and what was said or given. */
export function eventLine(receivedAt: number, fragment: string): string {
  const { type, content } = JSON.parse(fragment) as { type: number; content: string };
  const { user, gift, numberOfViewers, content: said } = contentOf(content);
  const name = NAMES[type] ?? `type ${type}`;
  const who = !user ? '' : ` ${word(user.name)} (${word(user.userId)})`;
  const given = !gift ? '' : `${word(gift.giftName)} × ${word(gift.giftNum)}`;
  const price = !gift ? '' : `, value ${word(gift.totalValue)}`;
  const what = `${given}${price}${word(numberOfViewers)}${word(said)}`;
  // Escaped: a viewer's words must not steer a terminal.
  return `${new Date(receivedAt).toISOString()} ${shownText(`${name}${who}${what === '' ? '' : ': '}${what}`)}`;
}

interface Content {
  readonly user?: { readonly userId?: unknown; readonly name?: unknown } | null;
  readonly gift?: Readonly<Record<'giftName' | 'giftNum' | 'totalValue', unknown>> | null;
  readonly numberOfViewers?: unknown;
  readonly content?: unknown;
}

/** The content; that of a raw event may be anything. */
function contentOf(text: string): Content {
  const parsed = jsonIn(text);
  return typeof parsed === 'object' && parsed !== null ? parsed : { content: text };
}

/** A field as a text; in a raw event it may hold anything. */
function word(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

const NAMES: readonly (string | undefined)[] = Array.from({ length: 7 }, (_, code) =>
  eventTypeOf(code),
);
