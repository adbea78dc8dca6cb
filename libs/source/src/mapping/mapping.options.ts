import { EVENT_TYPES, type EventType } from '#live-event';
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
import type {
  ComboPaths,
  Conditions,
  GiftPaths,
  Mapping,
  MappingRule,
  UserPaths,
} from './mapping.js';
import { IsConditions, IsPath, IsPathList } from './mapping-fields.js';

/** The most rules of a mapping. */
export const RULES_MAX = 200;
/** The most fields that are unwrapped. */
export const UNWRAP_MAX = 8;

/** {@link UserPaths}, validated. */
export class UserPathsOptions implements UserPaths {
  @ValidateIf(({ id, name }: UserPaths) => id !== undefined || name === undefined)
  @IsPath()
  readonly id?: string;

  @IsOptional()
  @IsPath()
  readonly name?: string;

  @IsOptional()
  @IsPath()
  readonly level?: string;

  @IsOptional()
  @IsPath()
  readonly badge?: string;

  @IsOptional()
  @IsPath()
  readonly badgeLevel?: string;
}

/** {@link GiftPaths}, validated. */
export class GiftPathsOptions implements GiftPaths {
  @ValidateIf(({ id, name }: GiftPaths) => name !== undefined || id === undefined)
  @IsPath()
  readonly name?: string;

  @IsOptional()
  @IsPath()
  readonly id?: string;

  @IsOptional()
  @IsPath()
  readonly count?: string;

  @IsOptional()
  @IsPath()
  readonly unitValue?: string;

  @IsOptional()
  @IsPath()
  readonly totalValue?: string;
}

/** {@link ComboPaths}, validated. */
export class ComboPathsOptions implements ComboPaths {
  @IsOptional()
  @IsPath()
  readonly key?: string;

  @IsPath()
  readonly count!: string;

  @IsOptional()
  @IsPath()
  readonly end?: string;
}

/** {@link MappingRule}, validated. */
export class MappingRuleOptions implements MappingRule {
  @IsOptional()
  @IsConditions()
  readonly when?: Conditions;

  @IsIn(EVENT_TYPES, { message: `must be one of ${EVENT_TYPES.join(', ')}` })
  readonly event!: EventType;

  @IsOptional()
  @IsPath()
  readonly id?: string;

  @IsOptional()
  @IsPath()
  readonly time?: string;

  @ValidateIf(({ event, user }: MappingRule) => event !== 'viewers' || user !== undefined)
  @IsObject({ message: 'must be a block with the paths of its id, name, level and badge' })
  @ValidateNested()
  @Type(() => UserPathsOptions)
  readonly user?: UserPathsOptions;

  @ValidateIf(({ event, text }: MappingRule) => event === 'comment' || text !== undefined)
  @IsPath()
  readonly text?: string;

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
  @IsPath()
  readonly viewers?: string;
}

/** {@link Mapping}, validated: what `mapping` takes in the file. */
export class MappingOptions implements Mapping {
  @Matches(/^[A-Za-z0-9][\w-]{0,31}$/, {
    message: 'must be 1 to 32 letters, digits, - or _, the prefix of user ids',
  })
  readonly platform!: string;

  @IsOptional()
  @IsPath()
  readonly platformFrom?: string;

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
