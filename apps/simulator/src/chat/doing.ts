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

/** A gift that a platform has. */
export interface GiftKind {
  readonly id: string;
  readonly name: string;
  /** In the platform's smallest unit. */
  readonly price: number;
  /** The most that are given in one message. */
  readonly countMax: number;
  /** Given in streaks of rising counts. */
  readonly streak?: boolean;
  /** Whether it comes with a text, which is a comment of its own. Absent: never. */
  readonly text?: 'always' | 'often';
}

interface DoingBase {
  /** Counts a room's messages from 1: what a message id is made of. */
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
  /** How many this message adds; 0 where it only ends a streak, which is no event. */
  readonly count: number;
  /** In a streak: how many so far, and whether that was the last. */
  readonly streak: { readonly group: string; readonly total: number; readonly end: boolean };
  /** A comment that comes with it, an event of its own; `undefined` for none. */
  readonly text: string | undefined;
}

export interface ViewersDoing extends DoingBase {
  readonly kind: 'viewers';
  readonly viewers: number;
}

/** Something that is no event for anybody. */
export interface NoiseDoing extends DoingBase {
  readonly kind: 'noise';
  readonly viewer: Viewer;
}

/** What happens in a room. The user's name, or the text of a comment, carries the event's mark. */
export type Doing = CommentDoing | PlainDoing | GiftDoing | ViewersDoing | NoiseDoing;

/** What a platform can tell: how often each kind occurs, relative to the others. */
export interface Repertoire {
  readonly weights: Readonly<Record<Doing['kind'], number>>;
  /** Not empty. */
  readonly gifts: readonly GiftKind[];
}
