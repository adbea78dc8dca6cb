/** One condition: a value of the event, and what it is compared with. */
export interface RuleCondition {
  /** A key of the event's content: `content`, `level`, `giftName`. */
  readonly tag: string;
  /** How the values of all events of a run are combined: NONE, SUM, AVG, COUNT. */
  readonly operation: string;
  /** EQUAL, REGEX, MATH_GT, … */
  readonly match: string;
  readonly value: string;
}

/** A rule of a live room, as MetaStudio's API has it. */
export interface InteractionRule {
  readonly name: string;
  readonly enabled: boolean;
  /** As in a LiveEvent; only the types 1 to 4 can be answered. */
  readonly eventType: number;
  readonly relation: string;
  /** The lowest comes first. */
  readonly priority: number;
  readonly conditions: readonly RuleCondition[];
  /** -1: once a show; 0: always; n: once in n seconds. */
  readonly timeWindow: number;
  readonly replyMode: string | undefined;
}

const RULES_MAX = 1000;
const CONDITIONS_MAX = 100;
const PRIORITY_DEFAULT = 500;

/**
 * Reads `interaction_rules` of a room. Anything that is not a rule is skipped; fields that a rule
 * omits have the defaults that MetaStudio documents.
 * @see https://support.huaweicloud.com/api-metastudio/ShowSmartLiveRoom.html
 */
export function interactionRulesOf(wire: unknown): InteractionRule[] {
  const elements = Array.isArray(wire) ? (wire as unknown[]).slice(0, RULES_MAX) : [];
  return elements.filter(isBlock).map((rule, index) => {
    const condition = blockOf(rule['hit_condition']);
    const trigger = blockOf(rule['trigger']);
    const tags = Array.isArray(condition['tags']) ? (condition['tags'] as unknown[]) : [];
    return {
      name: textOf(rule['rule_name']) ?? textOf(rule['rule_index']) ?? `rule ${index + 1}`,
      enabled: rule['enabled'] !== false,
      eventType: numberOf(rule['event_type']) ?? 0,
      relation: textOf(condition['relation']) ?? 'AND',
      priority: numberOf(condition['priority']) ?? PRIORITY_DEFAULT,
      conditions: tags.filter(isBlock).slice(0, CONDITIONS_MAX).map(conditionOf),
      timeWindow: numberOf(trigger['time_window']) ?? 0,
      replyMode: textOf(trigger['reply_mode']),
    };
  });
}

function conditionOf(tag: Block): RuleCondition {
  return {
    tag: textOf(tag['tag']) ?? '',
    operation: textOf(tag['operation']) || 'NONE',
    match: textOf(tag['match']) ?? '',
    value: textOf(tag['value']) ?? '',
  };
}

type Block = Readonly<Record<string, unknown>>;

function isBlock(value: unknown): value is Block {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function blockOf(value: unknown): Block {
  return isBlock(value) ? value : {};
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value.slice(0, 1024) : undefined;
}

function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
