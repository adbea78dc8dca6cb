import { t } from '../texts/texts.js';

/** Why events were dropped, in words. A reason with a type or a class behind it says that, too. */
export function droppedText(reason: string): string {
  const { drops, dropped, types, classes } = t();
  if (Object.hasOwn(drops, reason)) return drops[reason]!;
  const [, kind = '', of = ''] = /^([a-z]+(?:_memory)?)_([a-z]+)$/u.exec(reason) ?? [];
  const first = drops[kind];
  const more = types[of] ?? classes[of];
  if (first === undefined || more === undefined) return dropped(reason);
  return t().because(first, more);
}
