import { isRecord } from '../json.js';

/** One rule of a room, as far as the stand-in goes by it. */
interface Rule {
  readonly name: string;
  readonly eventType: number;
  readonly relation: string;
  readonly priority: number;
  readonly tags: readonly Tag[];
  /** -1: once a run; 0: always; else once in so many seconds. */
  readonly windowSeconds: number;
}

interface Tag {
  readonly tag: string;
  readonly match: string;
  readonly value: string;
}

const TEXT_LENGTH_MAX = 2000;
const PRIORITY_DEFAULT = 500;

/**
 * Decides which of a room's rules an event meets, by the stand-in's reading of the published ones:
 * by priority, the lowest first, RESERVED ones if no other matches. A room without rules answers
 * every comment.
 */
export class RoomRules {
  private readonly answeredAt = new Map<string, number>();

  /** @returns the name of the rule that answers. @param content an event's, as it came. */
  meet(rules: readonly object[], type: number, content: string, now: number): string | undefined {
    if (rules.length === 0) return type === 1 ? 'every comment' : undefined;
    const fields = fieldsOf(content);
    const able = rules.map(ruleOf).filter((rule) => rule !== undefined && rule.eventType === type);
    const ordered = able.filter((rule) => rule !== undefined);
    ordered.sort((a, b) => a.priority - b.priority);
    const found =
      ordered.find((rule) => !isReserved(rule) && holds(rule, fields)) ?? ordered.find(isReserved);
    return found !== undefined && this.isOpen(found, now) ? found.name : undefined;
  }

  private isOpen({ name, windowSeconds }: Rule, now: number): boolean {
    const last = this.answeredAt.get(name);
    if (last !== undefined && windowSeconds < 0) return false;
    if (last !== undefined && now - last < windowSeconds * 1000) return false;
    if (windowSeconds !== 0) this.answeredAt.set(name, now);
    return true;
  }
}

function isReserved({ relation }: Rule): boolean {
  return relation === 'RESERVED';
}

function ruleOf(wire: object, at: number): Rule | undefined {
  const rule = wire as Record<string, unknown>;
  if (rule['enabled'] === false) return undefined;
  const condition = isRecord(rule['hit_condition']) ? rule['hit_condition'] : {};
  const trigger = isRecord(rule['trigger']) ? rule['trigger'] : {};
  const tags = Array.isArray(condition['tags']) ? condition['tags'].filter(isRecord) : [];
  return {
    name: typeof rule['rule_name'] === 'string' ? rule['rule_name'] : `rule ${at}`,
    eventType: Number(rule['event_type']),
    relation: textOf(condition['relation']) || 'AND',
    priority: Number(condition['priority'] ?? PRIORITY_DEFAULT),
    tags: tags.map(({ tag, match, value }) => {
      return { tag: textOf(tag), match: textOf(match), value: textOf(value) };
    }),
    windowSeconds: Number(trigger['time_window'] ?? 0),
  };
}

function holds({ relation, tags }: Rule, fields: ReadonlyMap<string, unknown>): boolean {
  const one = (tag: Tag): boolean => isMet(tag, fields.get(tag.tag));
  return relation === 'OR' ? tags.some(one) : tags.every(one);
}

function isMet({ match, value }: Tag, field: unknown): boolean {
  if (field === undefined) return false;
  const [text, number] = [textOf(field), Number(field)];
  switch (match) {
    case 'EQUAL':
      return text === value;
    case 'REGEX':
      return patternOf(value)?.test(text) ?? false;
    case 'MATH_GT':
      return number > Number(value);
    case 'MATH_GE':
      return number >= Number(value);
    case 'MATH_LT':
      return number < Number(value);
    case 'MATH_LE':
      return number <= Number(value);
    case 'MATH_EQ':
      return number === Number(value);
    default:
      return false;
  }
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value.slice(0, TEXT_LENGTH_MAX);
  return typeof value === 'number' ? `${value}` : '';
}

function patternOf(source: string): RegExp | undefined {
  const anyCase = source.startsWith('(?i)');
  try {
    return new RegExp(anyCase ? source.slice(4) : source, anyCase ? 'iu' : 'u');
  } catch {
    return undefined;
  }
}

/** All fields of an event's content by name, those of the user and the gift among them. */
function fieldsOf(content: string): Map<string, unknown> {
  const found = new Map<string, unknown>();
  const read = (value: unknown): void => {
    if (!isRecord(value)) return;
    for (const [name, field] of Object.entries(value)) {
      if (isRecord(field)) read(field);
      else found.set(name, field);
    }
  };
  try {
    read(JSON.parse(content));
  } catch {
    // It is not JSON: no rule matches.
  }
  return found;
}
