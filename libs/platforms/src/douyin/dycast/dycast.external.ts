/**
 * A message of dycast. It first pushes an object that describes the room, then arrays of these.
 * Nothing here is certain: every field may be missing or of another type.
 * @see https://github.com/skmcj/dycast
 */
export interface DycastMessage {
  readonly id?: unknown;
  readonly method?: unknown;
  readonly user?: DycastUser | null;
  readonly gift?: DycastGift | null;
  /** On a chat: as typed, emotes as `[赞]`. On anything else: a sentence of dycast's. */
  readonly content?: unknown;
  readonly rtfContent?: unknown;
  /** On a control message `status` is 2 live, 3 paused, 4 over. */
  readonly room?: { readonly audienceCount?: unknown; readonly status?: unknown } | null;
  /** Only in some forks, in ms. */
  readonly time?: unknown;
}

export interface DycastUser {
  /** Douyin's `secUid`. */
  readonly id?: unknown;
  readonly name?: unknown;
}

export interface DycastGift {
  readonly id?: unknown;
  readonly name?: unknown;
  /** In diamonds (抖币). */
  readonly price?: unknown;
  readonly type?: unknown;
  /** The running count of its streak, usually a string. */
  readonly count?: unknown;
  readonly repeatEnd?: unknown;
}

/** A piece of {@link DycastMessage.rtfContent}: 1 text, 2 an emote by its name. */
export interface DycastPiece {
  readonly type?: unknown;
  readonly text?: unknown;
}

/** The first frame: the room. */
export interface DycastRoom {
  readonly roomId?: unknown;
  readonly roomNum?: unknown;
  readonly uniqueId?: unknown;
}
