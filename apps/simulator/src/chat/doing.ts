/** A viewer of a stand-in room. */
export interface Viewer {
  /** Digits: unique in a room, the same in every run. */
  readonly id: string;
  readonly name: string;
  readonly level: number;
  /** `""` for a viewer without a fan badge. */
  readonly badge: string;
  readonly badgeLevel: number;
}

/** A kind of gift of a platform. */
export interface GiftKind {
  readonly id: string;
  readonly name: string;
  /** In the platform's smallest unit. */
  readonly price: number;
  /** The most gifts in one message. */
  readonly countMax: number;
  /** Whether it is given in streaks of rising counts. */
  readonly streak?: boolean;
  /** Whether it comes with a text, which is a comment of its own. Absent: never. */
  readonly text?: 'always' | 'often';
}

interface DoingBase {
  /** Numbers a room's messages from 1; message ids are made of it. */
  readonly serial: number;
  /** In ms since 1970. */
  readonly at: number;
}

export interface CommentDoing extends DoingBase {
  readonly kind: 'comment';
  readonly viewer: Viewer;
  readonly text: string;
}

export interface PlainDoing extends DoingBase {
  readonly kind: 'enter' | 'like' | 'follow';
  readonly viewer: Viewer;
}

export interface GiftDoing extends DoingBase {
  readonly kind: 'gift';
  readonly viewer: Viewer;
  readonly gift: GiftKind;
  /** How many gifts this message adds; 0 if it only ends a streak, which is no event. */
  readonly count: number;
  /** Within a streak: the count so far, and whether this is the last message. */
  readonly streak: { readonly group: string; readonly total: number; readonly end: boolean };
  /** A comment that comes with it, as an event of its own; `undefined` for none. */
  readonly text: string | undefined;
}

export interface ViewersDoing extends DoingBase {
  readonly kind: 'viewers';
  readonly viewers: number;
}

/** A message that is no event. */
export interface NoiseDoing extends DoingBase {
  readonly kind: 'noise';
  readonly viewer: Viewer;
}

/**
 * Something that happens in a room. The user's name, or a comment's text, carries the event's mark.
 */
export type Doing = CommentDoing | PlainDoing | GiftDoing | ViewersDoing | NoiseDoing;

/** The kinds that a platform has, with the relative frequency of each. */
export interface Repertoire {
  readonly weights: Readonly<Record<Doing['kind'], number>>;
  /** Not empty. */
  readonly gifts: readonly GiftKind[];
}
