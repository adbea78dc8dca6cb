import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { eventsubMessage } from './twitch-eventsub.js';
import { StandInServer, type StandInClient } from './stand-in-server.js';

interface Subscription {
  readonly id: string;
  readonly type: string;
  readonly channel: string;
  readonly session: string;
}

interface SubscribeBody {
  readonly type: string;
  readonly condition: { readonly broadcaster_user_id: string };
  readonly transport: { readonly session_id: string };
}

const SOCKETS_MAX = 3;

/**
 * Twitch's EventSub with its limits on sockets with subscriptions, which is three, and on
 * subscriptions. The channel `room7` has the id 7.
 *
 * @see https://dev.twitch.tv/docs/eventsub/handling-websocket-events/#subscription-limits
 */
export class StrictEventsub {
  readonly subscriptions: Subscription[] = [];
  /** How often a subscription was refused because of a limit. */
  refusals = 0;
  /** The largest number of sockets with subscriptions at the same time. */
  socketsMost = 0;
  server!: StandInServer;
  readonly #sessions = new Map<string, StandInClient>();
  #ids = 0;

  private constructor(private readonly subscriptionsMax: number) {}

  static async start(subscriptionsMax = 300): Promise<StrictEventsub> {
    const twitch = new StrictEventsub(subscriptionsMax);
    twitch.server = await StandInServer.start((request, response) => {
      void twitch.#answer(request, response);
    });
    twitch.server.onClient = (client) => twitch.#welcome(client);
    return twitch;
  }

  /** The options of a source of a channel. */
  optionsOf(room: number, token = 'abcdef0123456789') {
    const { url, httpUrl } = this.server;
    return {
      channel: `room${room}`,
      token,
      url: `${url}/ws`,
      apiUrl: `${httpUrl}/helix`,
      authUrl: `${httpUrl}/oauth2`,
    };
  }

  /** The sockets with subscriptions. */
  get sessions(): number {
    return new Set(this.subscriptions.map(({ session }) => session)).size;
  }

  channelsOf(type = 'channel.chat.message'): string[] {
    return this.subscriptions.filter((one) => one.type === type).map(({ channel }) => channel);
  }

  /** A viewer follows a channel: every subscribed session is notified. */
  follow(channel: string, id: string): void {
    for (const one of this.subscriptions) {
      if (one.type !== 'channel.follow' || one.channel !== channel) continue;
      const condition = { broadcaster_user_id: channel, moderator_user_id: '9' };
      const event = { user_id: '5', user_name: 'Noa', broadcaster_user_id: channel };
      const payload = { subscription: { id: one.id, type: one.type, condition }, event };
      const metadata = { message_id: id, subscription_type: one.type };
      this.#sessions.get(one.session)?.send(eventsubMessage('notification', payload, metadata));
    }
  }

  /** Twitch asks every session to reconnect to another address. */
  move(): void {
    for (const [id, client] of this.#sessions) {
      const session = { id, reconnect_url: `${this.server.url}/moved?session=${id}` };
      client.send(eventsubMessage('session_reconnect', { session }));
    }
  }

  #welcome(client: StandInClient): void {
    const moved = new URL(client.request.url ?? '', 'ws://x').searchParams.get('session');
    const id = moved ?? `session-${++this.#ids}`;
    this.#sessions.set(id, client);
    client.socket.on('close', () => {
      if (this.#sessions.get(id) !== client) return;
      this.#sessions.delete(id);
      this.#end((one) => one.session === id);
    });
    const session = { id, status: 'connected', keepalive_timeout_seconds: 30 };
    client.send(eventsubMessage('session_welcome', { session }));
  }

  #end(isIt: (one: Subscription) => boolean): void {
    const left = this.subscriptions.filter((one) => !isIt(one));
    this.subscriptions.splice(0, this.subscriptions.length, ...left);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const { status, json } = this.#route(request.method ?? '', request.url ?? '', body);
    const headers = { 'Content-Type': 'application/json', Connection: 'close' };
    response.writeHead(status, headers).end(status === 204 ? '' : JSON.stringify(json));
  }

  #route(method: string, url: string, body: string): { status: number; json: object } {
    const { pathname, searchParams } = new URL(url, 'http://x');
    if (pathname === '/oauth2/validate') {
      const scopes = ['user:read:chat', 'moderator:read:followers'];
      return { status: 200, json: { client_id: 'app', login: 'bot', user_id: '9', scopes } };
    }
    if (pathname === '/helix/users') {
      const id = searchParams.get('login')?.replace('room', '') ?? '';
      return { status: 200, json: { data: [{ id }] } };
    }
    if (method === 'DELETE') {
      this.#end(({ id }) => id === searchParams.get('id'));
      return { status: 204, json: {} };
    }
    return this.#subscribe(JSON.parse(body) as SubscribeBody);
  }

  #subscribe({ type, condition, transport }: SubscribeBody): { status: number; json: object } {
    const { session_id: session } = transport;
    const channel = condition.broadcaster_user_id;
    if (!this.#sessions.has(session)) return { status: 400, json: {} };
    const isThere = this.subscriptions.some(
      (one) => one.type === type && one.channel === channel && one.session === session,
    );
    if (isThere) return { status: 409, json: {} };
    const sockets = new Set(this.subscriptions.map((one) => one.session)).add(session);
    if (sockets.size > SOCKETS_MAX || this.subscriptions.length >= this.subscriptionsMax) {
      this.refusals++;
      return { status: 429, json: { message: 'limit exceeded' } };
    }
    this.socketsMost = Math.max(this.socketsMost, sockets.size);
    const id = `sub-${++this.#ids}`;
    this.subscriptions.push({ id, type, channel, session });
    return { status: 202, json: { data: [{ id, cost: 0 }], total_cost: 0, max_total_cost: 10 } };
  }
}
