/** What of a target's, or of one bridge's, events is worth an answer. Each part may be absent. */
export interface ChoosePolicy {
  readonly comments?: CommentPolicy | undefined;
  readonly entries?: EntryPolicy | undefined;
  readonly gifts?: GiftPolicy | undefined;
  readonly only?: GatePolicy | undefined;
  readonly names?: NamePolicy | undefined;
}

/** At most {@link n} comments in each window, the best of it. */
export interface CommentPolicy {
  readonly n: number;
  readonly everySeconds: number;
  /** Words such as products: a comment that names one is worth as much as a question. */
  readonly keywords: readonly string[];
  /** A question that was chosen is not chosen again for so long; 0: it may be. */
  readonly repeatSeconds: number;
  /** A viewer who was chosen gives way to others for so long; 0: never. */
  readonly turnSeconds: number;
  /** `human`: fewer are chosen while answers wait to be spoken. */
  readonly pace: 'fixed' | 'human';
}

/** Which viewers who enter are told of. */
export interface EntryPolicy {
  readonly n: number;
  readonly everySeconds: number;
  /** Each viewer once in a run of the room. */
  readonly oncePerShow: boolean;
  /** User ids or names of the operator's own accounts, and of bots. */
  readonly ignore: ReadonlySet<string>;
}

export interface GiftPolicy {
  /** The least worth of an event that is reported, in the platform's smallest unit. */
  readonly minValue: number;
  /** Whether gifts without a price are told of. */
  readonly free: boolean;
  /** `whole`: one event for a streak, when it has ended. */
  readonly streaks: 'each' | 'whole';
  /** A streak that has not risen for so long has ended. */
  readonly endedAfterSeconds: number;
}

/** Whose comments are considered at all. All given conditions must hold. */
export interface GatePolicy {
  /** One of these fan badges, by name; empty for all fans and others. */
  readonly badges: ReadonlySet<string>;
  readonly minBadgeLevel: number;
  readonly minLevel: number;
  /** Has a guard (大航海), or what else a platform sells by the month; see `User.guard`. */
  readonly guard: boolean;
  /** The comment begins with one of these, which is taken off; empty for every beginning. */
  readonly prefixes: readonly string[];
}

/** How names are made speakable. */
export interface NamePolicy {
  /** In characters. */
  readonly maxLength: number;
  readonly digits: boolean;
  readonly emoji: boolean;
  readonly links: boolean;
  /** What stands for a name of which nothing is left. */
  readonly otherwise: string;
}
