/** Which events of a target, or of one bridge, deserve an answer. Each part may be absent. */
export interface ChoosePolicy {
  readonly comments?: CommentPolicy | undefined;
  readonly entries?: EntryPolicy | undefined;
  readonly gifts?: GiftPolicy | undefined;
  readonly only?: GatePolicy | undefined;
  readonly names?: NamePolicy | undefined;
}

/** At most {@link n} comments in each window: its best ones. */
export interface CommentPolicy {
  readonly n: number;
  readonly everySeconds: number;
  /** Words such as product names: a comment with one counts nearly as much as a question. */
  readonly keywords: readonly string[];
  /** A chosen question is not chosen again for this long; 0: it may be at once. */
  readonly repeatSeconds: number;
  /** A chosen viewer gives way to others for this long; 0: never. */
  readonly turnSeconds: number;
  /** `human`: fewer are chosen while answers wait to be spoken. */
  readonly pace: 'fixed' | 'human';
}

/** Which entering viewers are reported. */
export interface EntryPolicy {
  readonly n: number;
  readonly everySeconds: number;
  /** Each viewer only once in a run of the room. */
  readonly oncePerShow: boolean;
  /** User ids or names of the operator's own accounts, and of bots. */
  readonly ignore: ReadonlySet<string>;
}

export interface GiftPolicy {
  /** The lowest worth of a gift that is reported, in the platform's smallest unit. */
  readonly minValue: number;
  /** Whether gifts without a price are reported. */
  readonly free: boolean;
  /** `whole`: one event for a streak, once it has ended. */
  readonly streaks: 'each' | 'whole';
  /** A streak whose count has not risen for this long has ended. */
  readonly endedAfterSeconds: number;
}

/** Whose comments are considered at all. All conditions that are given must hold. */
export interface GatePolicy {
  /** One of these fan badges, by name; empty: everybody's comments. */
  readonly badges: ReadonlySet<string>;
  readonly minBadgeLevel: number;
  readonly minLevel: number;
  /** Has a guard (大航海), or another monthly payment of the platform; see `User.guard`. */
  readonly guard: boolean;
  /** The comment begins with one of these, which is removed; empty: any beginning. */
  readonly prefixes: readonly string[];
}

/** How names are made speakable. */
export interface NamePolicy {
  /** In characters. */
  readonly maxLength: number;
  readonly digits: boolean;
  readonly emoji: boolean;
  readonly links: boolean;
  /** Replaces a name of which nothing speakable is left. */
  readonly otherwise: string;
}
