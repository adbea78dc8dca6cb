import { suggestion } from '#nearest-key';
import { EVENT_TYPES } from '#live-event';
import { valueProblem } from '../mapping-fields.js';
import { isComparison as isBlock } from '../value.js';

/** What a rule may turn a message into. */
export const EVENTS = [...EVENT_TYPES, 'ignore'] as const;

/** Why an `event` is invalid, or other keys of its rule are useless. */
export function eventProblem(value: unknown, rule: object): string | undefined {
  if (!(EVENTS as readonly unknown[]).includes(value)) {
    const near = typeof value === 'string' ? suggestion(value, EVENTS) : '';
    return `must be one of ${EVENTS.join(', ')}${near}`;
  }
  const given = rule as Record<string, unknown>;
  const idle = Object.entries(ONLY_FOR).filter(([key, event]) => {
    return given[key] !== undefined && event !== value;
  });
  if (idle.length === 0) return undefined;
  return `takes no ${idle.map(([key, event]) => `${key} (of ${event} alone)`).join(', ')}`;
}

/** Keys that would be ignored silently on other events. */
const ONLY_FOR: Readonly<Record<string, (typeof EVENTS)[number]>> = {
  as: 'ignore',
  room: 'ignore',
  combo: 'gift',
  class: 'raw',
  classFrom: 'raw',
};

/** Reports a rule that can never apply. */
export function unreachedProblem(rules: unknown): string | undefined {
  if (!Array.isArray(rules)) return undefined;
  const takesAll = (rules as unknown[]).findIndex(hasNoConditions);
  if (takesAll === -1 || takesAll === rules.length - 1) return undefined;
  return `number ${takesAll + 1} has no when and takes all: put it last, those after it are never reached`;
}

function hasNoConditions(rule: unknown): boolean {
  if (!isBlock(rule)) return false;
  const { when } = rule as { readonly when?: unknown };
  return when === undefined || (isBlock(when) && Object.keys(when).length === 0);
}

/** Why a value cannot name a platform: see `platformFrom`. */
export function platformFromProblem(value: unknown): string | undefined {
  const problem = valueProblem(value);
  if (problem !== undefined || !isBlock(value)) return problem;
  const { table, default: otherwise } = value as { table?: object; default?: unknown };
  const words = [...Object.values(table ?? {}), ...(otherwise === undefined ? [] : [otherwise])];
  return words.every((word) => PLATFORM.test(String(word)))
    ? undefined
    : `must stand for platforms: each of ${PLATFORM_WHAT}`;
}

export const PLATFORM = /^[A-Za-z0-9][\w-]{0,31}$/;
export const PLATFORM_WHAT = '1 to 32 letters, digits, - or _, the prefix of user ids';
