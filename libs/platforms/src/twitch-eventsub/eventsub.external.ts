/**
 * A frame of Twitch's EventSub WebSocket. Nothing here is certain: every field may be missing or of
 * another type.
 * @see https://dev.twitch.tv/docs/eventsub/websocket-reference/
 */
export interface EventsubFrame {
  readonly metadata?: EventsubMetadata | null;
  readonly payload?: EventsubPayload | null;
}

export interface EventsubMetadata {
  /** Unique; sent again if Twitch is not sure that it arrived. */
  readonly message_id?: unknown;
  readonly message_type?: unknown;
  /** RFC 3339 with nanoseconds. */
  readonly message_timestamp?: unknown;
  readonly subscription_type?: unknown;
}

export interface EventsubPayload {
  readonly session?: EventsubSession | null;
  readonly subscription?: {
    readonly type?: unknown;
    readonly status?: unknown;
    readonly condition?: { readonly broadcaster_user_id?: unknown } | null;
  } | null;
  readonly event?: EventsubEvent | null;
}

export interface EventsubSession {
  readonly id?: unknown;
  readonly keepalive_timeout_seconds?: unknown;
  readonly reconnect_url?: unknown;
}

/** The fields of all events that we subscribe to. */
export interface EventsubEvent {
  readonly user_id?: unknown;
  readonly user_login?: unknown;
  readonly user_name?: unknown;
  readonly is_anonymous?: unknown;

  readonly broadcaster_user_id?: unknown;
  readonly source_broadcaster_user_id?: unknown;
  readonly chatter_user_id?: unknown;
  readonly chatter_user_login?: unknown;
  readonly chatter_user_name?: unknown;
  readonly message_id?: unknown;
  /** On a cheer: a text. */
  readonly message?: EventsubText | string | null;
  readonly badges?: unknown;
  /** On a chat message with bits. */
  readonly cheer?: { readonly bits?: unknown } | null;
  /** On a chat message: the reward that it was written with. */
  readonly channel_points_custom_reward_id?: unknown;
  /** `text`, or which of Twitch's own rewards or power-ups it was written with. */
  readonly message_type?: unknown;

  /** On a notice in the chat: its kind, and the field of that name. */
  readonly notice_type?: unknown;
  readonly chatter_is_anonymous?: unknown;
  readonly sub?: EventsubNotice | null;
  readonly resub?: EventsubNotice | null;
  readonly sub_gift?: EventsubNotice | null;
  readonly community_sub_gift?: EventsubNotice | null;
  readonly charity_donation?: EventsubNotice | null;

  /** On a donation to charity. */
  readonly amount?: EventsubAmount | null;
  /** On a reward: the words that the viewer wrote with it. */
  readonly user_input?: unknown;

  readonly followed_at?: unknown;
  readonly bits?: unknown;
  /** `1000`, `2000` or `3000`. */
  readonly tier?: unknown;
  readonly is_gift?: unknown;
  /** The number of subscriptions given. */
  readonly total?: unknown;
  readonly cumulative_months?: unknown;
}

/** What a notice says of a subscription, a gift of several, or a donation. */
export interface EventsubNotice {
  /** `1000`, `2000` or `3000`. */
  readonly sub_tier?: unknown;
  readonly is_prime?: unknown;
  /** Somebody else pays. */
  readonly is_gift?: unknown;
  /** On one of several that were given together. */
  readonly community_gift_id?: unknown;
  readonly total?: unknown;
  readonly amount?: EventsubAmount | null;
}

/** A whole number, some of whose digits are decimals. Two events name that number differently. */
export interface EventsubAmount {
  readonly value?: unknown;
  readonly decimal_places?: unknown;
  readonly decimal_place?: unknown;
  readonly currency?: unknown;
}

export interface EventsubText {
  readonly text?: unknown;
  /** On a chat message. */
  readonly fragments?: unknown;
  /** On a resubscription. */
  readonly emotes?: unknown;
}

/** `text`, `mention`, `emote` or `cheermote`. */
export interface EventsubFragment {
  readonly type?: unknown;
  readonly text?: unknown;
}

export interface EventsubBadge {
  readonly set_id?: unknown;
  /** On a subscriber: the months. */
  readonly info?: unknown;
}

/** The position of an emote in a text, counted in code points; `end` is its last. */
export interface EventsubEmote {
  readonly begin?: unknown;
  readonly end?: unknown;
}

/** The account that stands for an anonymous cheer. */
export const ANONYMOUS_CHEERER = { id: '407665396', name: 'AnAnonymousCheerer' } as const;
