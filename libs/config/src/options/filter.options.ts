import { deepFreeze } from '../deep-freeze.js';
import { EVENT_TYPES, type EventType } from '#live-event';
import { Block, Decimal, Flag, Optional, SomeOf, TextList, Whole } from '#options';

export class FilterUsersOptions {
  @Optional()
  @TextList('user ids or names', 10_000, /^[^]{1,256}$/)
  allow: string[] = [];

  @Optional()
  @TextList('user ids or names', 10_000, /^[^]{1,256}$/)
  block: string[] = [];
}

export class FilterOptions {
  @Optional()
  @SomeOf(EVENT_TYPES)
  types: EventType[] = [...EVENT_TYPES];

  @Optional()
  @Block(() => FilterUsersOptions)
  users: FilterUsersOptions = new FilterUsersOptions();

  @Optional()
  @TextList('words, or expressions written /…/i', 10_000, /^[^]{1,512}$/)
  blockWords: string[] = [];

  @Optional()
  @Whole(0, 500)
  minLength = 0;

  @Optional()
  @Whole(1, 500)
  maxLength?: number;

  @Optional()
  @Flag()
  blockSymbolsOnly = false;

  @Optional()
  @Decimal(0, 3600)
  repeatSeconds = 0;
}

/** What a bridge without a filter has: most have none. */
export const NO_FILTER: FilterOptions = deepFreeze(new FilterOptions());
