import type { InteractionRule, RuleCondition } from './interaction-rule.js';
import { LinearPattern } from './linear-pattern.js';

/** How a room's rules react to an event, as far as they are published. */
export type Meeting =
  | { readonly kind: 'met'; readonly rule: string; readonly replyMode: string | undefined }
  /** The rule matches, but answered so recently that its window suppresses this one. */
  | { readonly kind: 'suppressed'; readonly rule: string; readonly byWindow: number }
  /** No rule matches. */
  | { readonly kind: 'unmet' }
  /** No rule matches, as far as they can be judged here; this is the first that cannot. */
  | { readonly kind: 'unjudged'; readonly rule: string }
  /** No enabled rule is for this type. */
  | { readonly kind: 'no-rule' };

/** A rule that cannot be judged here. */
export interface RuleProblem {
  readonly rule: string;
  /** A predicate without a subject: `has an expression that looks ahead`. */
  readonly problem: string;
}

interface JudgedRule {
  readonly rule: InteractionRule;
  readonly conditions: readonly Judge[];
  /** When it last answered, in ms since 1970. */
  answeredAt: number | undefined;
}

/** Whether a value is as wanted; `undefined`: that cannot be judged here. */
type Judge = (value: unknown) => boolean | undefined;
type Content = Readonly<Record<string, unknown>>;

/**
 * A room's interaction rules, asked event by event in the order of a run. This is our reading of
 * what MetaStudio publishes, not MetaStudio itself. The rules of the event's type are tried by
 * priority, the lowest first, and in their given order where priorities are equal; the first that
 * matches answers, unless its window suppresses it. RESERVED rules are tried when no other matches.
 * SUM, AVG and COUNT go over all events of the type in the run, including this one; an expression
 * may match anywhere in the value.
 */
export class RuleBook {
  readonly problems: readonly RuleProblem[];
  readonly #rules: readonly JudgedRule[];

  constructor(rules: readonly InteractionRule[]) {
    const problems: RuleProblem[] = [];
    this.#rules = rules
      .filter(({ enabled }) => enabled)
      .map((rule) => {
        const tell = (problem: string): void => void problems.push({ rule: rule.name, problem });
        if (!RELATIONS.has(rule.relation))
          tell(`has a relation that is not known: ${rule.relation}`);
        const conditions = rule.conditions.map((condition) => judgeOf(condition, tell));
        return { rule, conditions, answeredAt: undefined };
      })
      .toSorted((a, b) => rankOf(a) - rankOf(b) || a.rule.priority - b.rule.priority);
    this.problems = problems;
  }

  /**
   * Finds the reaction to an event.
   * @param type as in a LiveEvent.
   * @param content the event's content, parsed.
   * @param at when it is reported, in ms since 1970; never before the previous one.
   */
  meet(type: number, content: Content, at: number): Meeting {
    const ofType = this.#rules.filter(({ rule }) => rule.eventType === type);
    if (ofType.length === 0) return { kind: 'no-rule' };
    // All are asked, since sums go over every event.
    const verdicts = ofType.map((judged) => holds(judged, content));
    const first = ofType[verdicts.indexOf(true)];
    if (first === undefined) {
      const open = ofType[verdicts.indexOf(undefined)];
      return open === undefined ? { kind: 'unmet' } : { kind: 'unjudged', rule: open.rule.name };
    }
    const { name, timeWindow, replyMode } = first.rule;
    if (isSuppressed(first, at)) return { kind: 'suppressed', rule: name, byWindow: timeWindow };
    first.answeredAt = at;
    return { kind: 'met', rule: name, replyMode };
  }
}

const RELATIONS: ReadonlySet<string> = new Set(['AND', 'OR', 'RESERVED']);

function rankOf({ rule }: JudgedRule): number {
  return rule.relation === 'RESERVED' ? 1 : 0;
}

function holds({ rule, conditions }: JudgedRule, content: Content): boolean | undefined {
  const values = rule.conditions.map(({ tag }) => valueOf(content, tag));
  // All are asked even if one already decides, since sums must not miss an event.
  const verdicts = conditions.map((judge, index) => judge(values[index]));
  if (rule.relation === 'RESERVED') return true;
  if (!RELATIONS.has(rule.relation)) return undefined;
  const decisive = rule.relation === 'OR';
  if (verdicts.includes(decisive)) return decisive;
  if (verdicts.includes(undefined)) return undefined;
  return !decisive || verdicts.length === 0;
}

function isSuppressed({ rule, answeredAt }: JudgedRule, at: number): boolean {
  if (answeredAt === undefined || rule.timeWindow === 0) return false;
  return rule.timeWindow < 0 || at - answeredAt < rule.timeWindow * 1000;
}

/** The value of a tag in the content itself, or in its user or gift. */
function valueOf(content: Content, tag: string): unknown {
  for (const block of [content, content['user'], content['gift']]) {
    if (typeof block !== 'object' || block === null) continue;
    if (!Object.hasOwn(block, tag)) continue;
    const value = (block as Content)[tag];
    if (typeof value !== 'object') return value;
  }
  return undefined;
}

function judgeOf(condition: RuleCondition, tell: (problem: string) => void): Judge {
  const compare = comparisonOf(condition, tell);
  const { operation } = condition;
  if (operation === 'NONE') return (value) => (value === undefined ? false : compare(value));
  if (!OPERATIONS.has(operation)) {
    tell(`has an operation that is not known: ${operation.slice(0, 32)}`);
    return unjudged;
  }
  let [count, sum] = [0, 0];
  return (value) => {
    if (value === undefined) return false;
    count++;
    if (isNumber(value)) sum += Number(value);
    if (operation === 'COUNT') return compare(count);
    return compare(operation === 'SUM' ? sum : sum / count);
  };
}

function comparisonOf(
  { match, value: wanted }: RuleCondition,
  tell: (problem: string) => void,
): Judge {
  if (match === 'EQUAL') return (value) => String(value) === wanted;
  if (match === 'REGEX') {
    const pattern = LinearPattern.compile(wanted);
    if (typeof pattern !== 'string') return (value) => pattern.isIn(String(value));
    tell(`has an expression that ${pattern}: it cannot be judged here`);
    return unjudged;
  }
  const math = MATH[match];
  const number = Number(wanted);
  if (math === undefined) {
    tell(`has a comparison that is not known: ${match.slice(0, 32)}`);
    return unjudged;
  }
  if (isNumber(wanted)) return (value) => isNumber(value) && math(Number(value), number);
  tell('compares with what is no number');
  return () => false;
}

function unjudged(): undefined {
  return undefined;
}

function isNumber(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value === 'string' && value.length < 40 && DECIMAL.test(value);
}

/** Neither hexadecimal nor exponents: `0x10` or `1e3` in a chat is no number. */
const DECIMAL = /^\s*[+-]?\d+(?:\.\d+)?\s*$/;
const OPERATIONS: ReadonlySet<string> = new Set(['SUM', 'AVG', 'COUNT']);

const MATH: Readonly<Record<string, (value: number, wanted: number) => boolean>> = {
  MATH_GT: (value, wanted) => value > wanted,
  MATH_GE: (value, wanted) => value >= wanted,
  MATH_LT: (value, wanted) => value < wanted,
  MATH_LE: (value, wanted) => value <= wanted,
  MATH_EQ: (value, wanted) => value === wanted,
};
