/**
 * The frames of Pusher's protocol, version 7, as far as they are about the connection. Any field
 * may be missing or of another shape.
 *
 * @see https://pusher.com/docs/channels/library_auth_reference/pusher-websockets-protocol/
 */
export interface PusherFrame {
  readonly event: unknown;
  /** JSON in a string; libraries of other vendors send the object itself. */
  readonly data: unknown;
  readonly channel: unknown;
}

/** The `data` of {@link PUSHER.established}. */
export interface PusherEstablished {
  /** In seconds: whoever hears nothing for so long must ask. */
  readonly activity_timeout: unknown;
}

/** The events of the protocol itself. */
export const PUSHER = {
  established: 'pusher:connection_established',
  subscribe: 'pusher:subscribe',
  subscribed: 'pusher_internal:subscription_succeeded',
  ping: 'pusher:ping',
  pong: 'pusher:pong',
} as const;
