import { EVENT_TYPES, type EventType } from '#live-event';
import { suggestion } from '#nearest-key';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsObject,
  IsOptional,
  Matches,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import type { ComboPaths, GiftPaths, Mapping, MappingRule, UserPaths } from './mapping.js';
import { IsConditions, IsPath, IsPathList, IsValue } from './mapping-fields.js';
import { AmountOptions, TextOptions, ValueOptions } from './value.options.js';
import type { Conditions } from './value.js';

/** The most rules of a mapping. */
export const RULES_MAX = 200;
/** The most fields that are unwrapped. */
export const UNWRAP_MAX = 8;

const EVENTS = [...EVENT_TYPES, 'ignore'] as const;
/** What no user does. */
const USERLESS: ReadonlySet<unknown> = new Set(['viewers', 'ignore']);
const PLATFORM = /^[A-Za-z0-9][\w-]{0,31}$/;
const PLATFORM_MESSAGE = 'must be 1 to 32 letters, digits, - or _, the prefix of user ids';

function nearest(value: unknown): string {
  return typeof value === 'string' ? suggestion(value, EVENTS) : '';
}

/** {@link UserPaths}, validated. */
export class UserPathsOptions implements UserPaths {
  @ValidateIf(({ id, name }: UserPaths) => id !== undefined || name === undefined)
  @IsValue(() => ValueOptions)
  readonly id?: string | ValueOptions;

  @IsOptional()
  @IsValue(() => ValueOptions)
  readonly name?: string | ValueOptions;

  @IsOptional()
  @IsValue(() => ValueOptions)
  readonly level?: string | ValueOptions;

  @IsOptional()
  @IsValue(() => ValueOptions)
  readonly badge?: string | ValueOptions;

  @IsOptional()
  @IsValue(() => ValueOptions)
  readonly badgeLevel?: string | ValueOptions;
}

/** {@link GiftPaths}, validated. */
export class GiftPathsOptions implements GiftPaths {
  @ValidateIf(({ id, name }: GiftPaths) => name !== undefined || id === undefined)
  @IsValue(() => ValueOptions)
  readonly name?: string | ValueOptions;

  @IsOptional()
  @IsValue(() => ValueOptions)
  readonly id?: string | ValueOptions;

  @IsOptional()
  @IsValue(() => ValueOptions)
  readonly count?: string | ValueOptions;

  @IsOptional()
  @IsValue(() => AmountOptions)
  readonly unitValue?: string | AmountOptions;

  @IsOptional()
  @IsValue(() => AmountOptions)
  readonly totalValue?: string | AmountOptions;
}

/** {@link ComboPaths}, validated. */
export class ComboPathsOptions implements ComboPaths {
  @IsOptional()
  @IsValue(() => ValueOptions)
  readonly key?: string | ValueOptions;

  @IsValue(() => ValueOptions)
  readonly count!: string | ValueOptions;

  @IsOptional()
  @IsValue(() => ValueOptions)
  readonly end?: string | ValueOptions;
}

/** {@link MappingRule}, validated. */
export class MappingRuleOptions implements MappingRule {
  @IsOptional()
  @IsConditions()
  readonly when?: Conditions;

  @IsIn(EVENTS, { message: ({ value }) => `must be one of ${EVENTS.join(', ')}${nearest(value)}` })
  readonly event!: EventType | 'ignore';

  @IsOptional()
  @Matches(/^[a-z0-9][a-z0-9-]{0,63}$/, {
    message: 'must be a word of small letters, digits and -',
  })
  readonly as?: string;

  @IsOptional()
  @Matches(PLATFORM, { message: PLATFORM_MESSAGE })
  readonly platform?: string;

  @IsOptional()
  @IsValue(() => ValueOptions)
  readonly platformFrom?: string | ValueOptions;

  @IsOptional()
  @IsValue(() => ValueOptions)
  readonly id?: string | ValueOptions;

  @IsOptional()
  @IsValue(() => ValueOptions)
  readonly time?: string | ValueOptions;

  @ValidateIf(({ event, user }: MappingRule) => !USERLESS.has(event) || user !== undefined)
  @IsObject({ message: 'must be a block with the paths of its id, name, level and badge' })
  @ValidateNested()
  @Type(() => UserPathsOptions)
  readonly user?: UserPathsOptions;

  @ValidateIf(({ event, text }: MappingRule) => event === 'comment' || text !== undefined)
  @IsValue(() => TextOptions)
  readonly text?: string | TextOptions;

  @IsOptional()
  @IsIn(['plain', 'html'], { message: 'must be one of plain, html' })
  readonly textFormat?: 'plain' | 'html';

  @ValidateIf(({ event, gift }: MappingRule) => event === 'gift' || gift !== undefined)
  @IsObject({ message: 'must be a block with the paths of its name, count and values' })
  @ValidateNested()
  @Type(() => GiftPathsOptions)
  readonly gift?: GiftPathsOptions;

  @IsOptional()
  @IsObject({ message: 'must be a block with the paths of its key, count and end' })
  @ValidateNested()
  @Type(() => ComboPathsOptions)
  readonly combo?: ComboPathsOptions;

  @ValidateIf(({ event, viewers }: MappingRule) => event === 'viewers' || viewers !== undefined)
  @IsValue(() => ValueOptions)
  readonly viewers?: string | ValueOptions;
}

/** {@link Mapping}, validated: what `mapping` takes in the file. */
export class MappingOptions implements Mapping {
  @Matches(PLATFORM, { message: PLATFORM_MESSAGE })
  readonly platform!: string;

  @IsOptional()
  @IsValue(() => ValueOptions)
  readonly platformFrom?: string | ValueOptions;

  @IsOptional()
  @IsPathList(UNWRAP_MAX)
  readonly unwrap?: string[];

  @IsOptional()
  @IsPath()
  readonly each?: string;

  @IsArray({ message: 'must be a list of rules' })
  @ArrayMinSize(1, { message: 'must have at least one rule' })
  @ArrayMaxSize(RULES_MAX, { message: `must have at most ${RULES_MAX} rules` })
  @IsObject({ each: true, message: 'must be a list of blocks, each a rule' })
  @ValidateNested({ each: true })
  @Type(() => MappingRuleOptions)
  readonly rules!: MappingRuleOptions[];
}
