import { EVENT_CLASSES, RAW_TYPE_MAX, type EventClass, type EventType } from '#live-event';
import { Block, BlockList, Checked, OneOf, OnlyIf, Optional, Text } from '#options';
import { ROOM_STATES, type RoomState } from '../hearing-terms.js';
import type { ComboPaths, GiftPaths, Mapping, MappingRule, UserPaths } from './mapping.js';
import { IsConditions, IsPath, IsPathList, IsValue, valueProblem } from './mapping-fields.js';
import {
  eventProblem,
  EVENTS,
  PLATFORM,
  PLATFORM_WHAT,
  platformFromProblem,
  unreachedProblem,
} from './rules/rule-problems.js';
import { AmountOptions, TextOptions, ValueOptions } from './value.options.js';
import type { Conditions } from './value.js';

/** The most rules of a mapping. */
const RULES_MAX = 200;
/** The most fields that are unwrapped. */
const UNWRAP_MAX = 8;

/** Events that have no user. */
const USERLESS: ReadonlySet<unknown> = new Set(['viewers', 'raw', 'ignore']);
function typeProblem(value: unknown): string | undefined {
  if (typeof value !== 'number') return valueProblem(value);
  const isType = Number.isInteger(value) && value >= 0 && value <= RAW_TYPE_MAX;
  return isType ? undefined : `must be a whole number from 0 to ${RAW_TYPE_MAX}, or a path`;
}

/** {@link UserPaths}, validated. */
class UserPathsOptions implements UserPaths {
  @OnlyIf(({ id, name }: UserPaths) => id !== undefined || name === undefined)
  @IsValue(() => ValueOptions)
  readonly id?: string | ValueOptions;

  @Optional()
  @IsValue(() => ValueOptions)
  readonly name?: string | ValueOptions;

  @Optional()
  @IsValue(() => ValueOptions)
  readonly level?: string | ValueOptions;

  @Optional()
  @IsValue(() => ValueOptions)
  readonly badge?: string | ValueOptions;

  @Optional()
  @IsValue(() => ValueOptions)
  readonly badgeLevel?: string | ValueOptions;

  @Optional()
  @IsValue(() => ValueOptions)
  readonly guard?: string | ValueOptions;
}

/** {@link GiftPaths}, validated. */
class GiftPathsOptions implements GiftPaths {
  @OnlyIf(({ id, name }: GiftPaths) => name !== undefined || id === undefined)
  @IsValue(() => ValueOptions)
  readonly name?: string | ValueOptions;

  @Optional()
  @IsValue(() => ValueOptions)
  readonly id?: string | ValueOptions;

  @Optional()
  @IsValue(() => ValueOptions)
  readonly count?: string | ValueOptions;

  @Optional()
  @IsValue(() => AmountOptions)
  readonly unitValue?: string | AmountOptions;

  @Optional()
  @IsValue(() => AmountOptions)
  readonly totalValue?: string | AmountOptions;
}

/** {@link ComboPaths}, validated. */
class ComboPathsOptions implements ComboPaths {
  @Optional()
  @IsValue(() => ValueOptions)
  readonly key?: string | ValueOptions;

  @IsValue(() => ValueOptions)
  readonly count!: string | ValueOptions;

  @Optional()
  @IsValue(() => ValueOptions)
  readonly end?: string | ValueOptions;
}

/** {@link MappingRule}, validated. */
class MappingRuleOptions implements MappingRule {
  @Optional()
  @IsConditions()
  readonly when?: Conditions;

  @Checked(eventProblem, { schema: { type: 'string', enum: EVENTS } })
  readonly event!: EventType | 'ignore';

  @Optional()
  @Text('a word of small letters, digits and -', /^[a-z0-9][a-z0-9-]{0,63}$/)
  readonly as?: string;

  @Optional()
  @OneOf(ROOM_STATES)
  readonly room?: RoomState;

  @Optional()
  @Text(PLATFORM_WHAT, PLATFORM)
  readonly platform?: string;

  @Optional()
  @Checked(platformFromProblem, { classOf: () => ValueOptions, schema: { type: 'string' } })
  readonly platformFrom?: string | ValueOptions;

  @Optional()
  @IsValue(() => ValueOptions)
  readonly id?: string | ValueOptions;

  @Optional()
  @IsValue(() => ValueOptions)
  readonly time?: string | ValueOptions;

  @OnlyIf(({ event, user }: MappingRule) => !USERLESS.has(event) || user !== undefined)
  @Block(() => UserPathsOptions, 'a block with the paths of its id, name, level and badge')
  readonly user?: UserPathsOptions;

  @OnlyIf(({ event, text }: MappingRule) => event === 'comment' || text !== undefined)
  @IsValue(() => TextOptions)
  readonly text?: string | TextOptions;

  @Optional()
  @OneOf(['plain', 'html'])
  readonly textFormat?: 'plain' | 'html';

  @OnlyIf(({ event, gift }: MappingRule) => event === 'gift' || gift !== undefined)
  @Block(() => GiftPathsOptions, 'a block with the paths of its name, count and values')
  readonly gift?: GiftPathsOptions;

  @Optional()
  @Block(() => ComboPathsOptions, 'a block with the paths of its key, count and end')
  readonly combo?: ComboPathsOptions;

  @OnlyIf(({ event, viewers }: MappingRule) => event === 'viewers' || viewers !== undefined)
  @IsValue(() => ValueOptions)
  readonly viewers?: string | ValueOptions;

  @OnlyIf(({ event, type }: MappingRule) => event === 'raw' || type !== undefined)
  @Checked(typeProblem, { classOf: () => ValueOptions })
  readonly type?: number | string | ValueOptions;

  @OnlyIf(({ event, content }: MappingRule) => event === 'raw' || content !== undefined)
  @IsValue(() => ValueOptions)
  readonly content?: string | ValueOptions;

  @Optional()
  @OneOf(EVENT_CLASSES)
  readonly class?: EventClass;

  @Optional()
  @IsValue(() => ValueOptions)
  readonly classFrom?: string | ValueOptions;
}

/** {@link Mapping}, validated: the `mapping` of the file. */
export class MappingOptions implements Mapping {
  @Text(PLATFORM_WHAT, PLATFORM)
  readonly platform!: string;

  @Optional()
  @Checked(platformFromProblem, { classOf: () => ValueOptions, schema: { type: 'string' } })
  readonly platformFrom?: string | ValueOptions;

  @Optional()
  @IsPathList(UNWRAP_MAX)
  readonly unwrap?: string[];

  @Optional()
  @IsPath()
  readonly each?: string;

  @Checked(unreachedProblem)
  @BlockList(() => MappingRuleOptions, RULES_MAX, { countMin: 1, what: 'rules' })
  readonly rules!: MappingRuleOptions[];
}
