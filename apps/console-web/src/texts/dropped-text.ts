import { t } from './texts.js';

/** Why events were dropped, as a sentence, with the type or class that the reason names. */
export function droppedText(reason: string): string {
  const { dropped, types, classes } = t();
  const drops: Words = t().drops;
  if (Object.hasOwn(drops, reason)) return drops[reason]!;
  const [kind, of] = partsOf(reason);
  const first = drops[kind];
  const more = types[of] ?? classes[of];
  if (first === undefined || more === undefined) return dropped(reason);
  return t().because(first, more);
}

/** Why events were dropped, in a word or two. */
export function droppedInRow(reason: string): string {
  const dropsInRow: Words = t().dropsInRow;
  const [kind] = partsOf(reason);
  const known = [reason, kind].find((one) => Object.hasOwn(dropsInRow, one));
  return known === undefined ? droppedText(reason) : dropsInRow[known]!;
}

type Words = Readonly<Record<string, string | undefined>>;

/** Splits a reason into its kind and the type or class behind it. */
function partsOf(reason: string): [kind: string, of: string] {
  const [, kind = '', of = ''] = /^([a-z]+(?:_memory)?)_([a-z]+)$/u.exec(reason) ?? [];
  return [kind, of];
}
