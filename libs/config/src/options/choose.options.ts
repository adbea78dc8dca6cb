import { Block, Decimal, Flag, OneOf, Optional, Text, TextList, Whole } from '#options';

const WORDS = /^[^]{1,100}$/;

export class ChooseCommentsOptions {
  @Whole(1, 1000)
  n!: number;

  @Decimal(0.5, 600)
  everySeconds!: number;

  @Optional()
  @TextList('words', 1000, WORDS)
  keywords: string[] = [];

  @Optional()
  @Decimal(0, 3600)
  repeatSeconds = 120;

  @Optional()
  @Decimal(0, 3600)
  turnSeconds = 300;
}

export class ChooseEntriesOptions {
  @Whole(1, 1000)
  n!: number;

  @Decimal(0.5, 600)
  everySeconds!: number;

  @Optional()
  @Flag()
  oncePerShow = true;

  @Optional()
  @TextList('user ids or names', 10_000, /^[^]{1,256}$/)
  ignore: string[] = [];
}

export class ChooseGiftsOptions {
  @Optional()
  @Whole(0, 2_147_483_647)
  minValue = 0;

  @Optional()
  @Flag()
  free = true;

  @Optional()
  @OneOf(['each', 'whole'])
  streaks: 'each' | 'whole' = 'each';

  @Optional()
  @Decimal(0.5, 60)
  endedAfterSeconds = 5;
}

export class ChooseOnlyOptions {
  @Optional()
  @TextList('names of fan badges', 1000, WORDS)
  badges: string[] = [];

  @Optional()
  @Whole(0, 1_000_000)
  minBadgeLevel = 0;

  @Optional()
  @Whole(0, 1_000_000)
  minLevel = 0;

  @Optional()
  @Flag()
  guard = false;

  @Optional()
  @TextList('beginnings of a comment', 100, WORDS)
  prefixes: string[] = [];
}

export class ChooseNamesOptions {
  @Optional()
  @Whole(1, 100)
  maxLength = 100;

  @Optional()
  @Flag()
  digits = true;

  @Optional()
  @Flag()
  emoji = false;

  @Optional()
  @Flag()
  links = false;

  @Optional()
  @Text('1 to 100 characters', WORDS)
  otherwise?: string;
}

/** What of the events is worth an answer. */
export class ChooseOptions {
  @Optional()
  @Block(() => ChooseCommentsOptions)
  comments?: ChooseCommentsOptions;

  @Optional()
  @Block(() => ChooseEntriesOptions)
  entries?: ChooseEntriesOptions;

  @Optional()
  @Block(() => ChooseGiftsOptions)
  gifts?: ChooseGiftsOptions;

  @Optional()
  @Block(() => ChooseOnlyOptions)
  only?: ChooseOnlyOptions;

  @Optional()
  @Block(() => ChooseNamesOptions)
  names?: ChooseNamesOptions;

  @Optional()
  @OneOf(['fixed', 'human'])
  pace: 'fixed' | 'human' = 'fixed';
}
