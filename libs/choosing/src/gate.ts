import type { GatePolicy } from './choose-policy.js';

interface Visitor {
  readonly level: number;
  readonly badge: string;
  readonly badgeLevel: number;
  readonly guard?: number | undefined;
}

/** The text of a comment that may pass, without the required prefix; `undefined` if it may not. */
export function passGate(text: string, user: Visitor, gate: GatePolicy): string | undefined {
  if (gate.badges.size > 0 && !gate.badges.has(user.badge)) return undefined;
  if (user.badgeLevel < gate.minBadgeLevel || user.level < gate.minLevel) return undefined;
  if (gate.guard && (user.guard ?? 0) === 0) return undefined;
  if (gate.prefixes.length === 0) return text;
  const prefix = gate.prefixes.find((one) => text.startsWith(one));
  if (prefix === undefined) return undefined;
  const rest = text.slice(prefix.length).trimStart();
  return rest === '' ? undefined : rest;
}
