/**
 * The frames of Pusher's protocol, version 7, with the fields that concern the connection. Any may
 * be missing or of another shape.
 * @see https://pusher.com/docs/channels/library_auth_reference/pusher-websockets-protocol/
 */
export interface PusherFrame {
  readonly event: unknown;
  /** JSON in a string; other vendors' libraries send the object itself. */
  readonly data: unknown;
  readonly channel: unknown;
}

/** The `data` of {@link PUSHER.established}. */
export interface PusherEstablished {
  /** In seconds: a client that hears nothing for this long must ping. */
  readonly activity_timeout: unknown;
}

/**
 * The channels to subscribe to, the chat first. Kick spreads the events of one chatroom over
 * several: messages and subscriptions come on `chatrooms.<id>.v2`, gifted subscriptions and rewards
 * on `chatroom_<id>`; Kicks, and whether the stream is live, on those of the channel.
 * @see https://github.com/Bukk94/KickLib, which listens to the same
 */
export function kickChannels(
  chatroom: number | string,
  channel: number | string | undefined,
): readonly [string, ...string[]] {
  const ofChannel = channel === undefined ? [] : [`channel_${channel}`, `channel.${channel}`];
  return [
    `chatrooms.${chatroom}.v2`,
    `chatroom_${chatroom}`,
    `chatrooms.${chatroom}`,
    ...ofChannel,
  ];
}

/** The events of the protocol itself. */
export const PUSHER = {
  established: 'pusher:connection_established',
  subscribe: 'pusher:subscribe',
  subscribed: 'pusher_internal:subscription_succeeded',
  ping: 'pusher:ping',
  pong: 'pusher:pong',
} as const;
