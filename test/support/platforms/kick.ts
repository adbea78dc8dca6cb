import type { StandInClient } from './stand-in-server.js';

/** An event as Pusher sends it: its data is JSON in a string. */
export function pusherEvent(event: string, said: object, channel?: string): string {
  return JSON.stringify({ event, data: JSON.stringify(said), channel });
}

/**
 * Pusher, the service behind Kick's chats: greets a client, confirms its subscriptions and answers
 * its pings.
 * @see https://pusher.com/docs/channels/library_auth_reference/pusher-websockets-protocol/
 */
export function servePusher(client: StandInClient): void {
  client.socket.on('message', (raw: Buffer) => {
    const { event, data } = JSON.parse(raw.toString());
    if (event === 'pusher:ping') client.send('{"event":"pusher:pong","data":"{}"}');
    if (event !== 'pusher:subscribe') return;
    client.send(pusherEvent('pusher_internal:subscription_succeeded', {}, data.channel));
  });
  const greeting = { socket_id: '1.2', activity_timeout: 60 };
  client.send(pusherEvent('pusher:connection_established', greeting));
}
