import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { StandInClient } from './stand-in-server.js';

/** The token that {@link StandInTwitch} accepts by default. */
export const TWITCH_TOKEN = 'abcdef0123456789';
const ALL_SCOPES = [
  'user:read:chat',
  'moderator:read:followers',
  'channel:read:subscriptions',
  'bits:read',
];

const HEADERS = { 'Content-Type': 'application/json', Connection: 'close' };

/**
 * Twitch's HTTP side: one user, `bot`, whose token sees the channel `shop`.
 * @see https://dev.twitch.tv/docs/eventsub/handling-websocket-events/
 */
export class StandInTwitch {
  validToken = TWITCH_TOKEN;
  scopes = ALL_SCOPES;
  /** The status of answers to subscriptions, by type; 202 by default. */
  readonly statuses = new Map<string, number>();
  readonly subscribed: { type: string; condition: object; session: string; token: string }[] = [];
  renewals = 0;
  /** Called after each subscription. */
  onSubscribed: () => void = () => {};

  readonly answer = (request: IncomingMessage, response: ServerResponse): void => {
    void this.#answer(request, response);
  };

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const token = request.headers.authorization?.split(' ')[1] ?? '';
    const { status, json } = this.#route(request.url ?? '', body, token);
    response.writeHead(status, HEADERS).end(JSON.stringify(json));
  }

  #route(url: string, body: string, token: string): { status: number; json: object } {
    if (url === '/oauth2/token') return this.#renew(new URLSearchParams(body));
    if (token !== this.validToken)
      return { status: 401, json: { message: 'invalid access token' } };
    if (url === '/oauth2/validate') {
      return {
        status: 200,
        json: { client_id: 'app', login: 'bot', user_id: '9', scopes: this.scopes },
      };
    }
    if (url === '/helix/users?login=shop') return { status: 200, json: { data: [{ id: '1' }] } };
    if (url.startsWith('/helix/users')) return { status: 200, json: { data: [] } };
    const { type, condition, transport } = JSON.parse(body);
    this.subscribed.push({ type, condition, session: transport.session_id, token });
    this.onSubscribed();
    return { status: this.statuses.get(type) ?? 202, json: {} };
  }

  #renew(form: URLSearchParams): { status: number; json: object } {
    if (form.get('refresh_token') !== 'refresh0123') return { status: 400, json: {} };
    this.renewals += 1;
    return { status: 200, json: { access_token: this.validToken, refresh_token: 'refresh4567' } };
  }
}

/** A message of an EventSub socket. */
export function eventsubMessage(type: string, payload: object, metadata: object = {}): string {
  const head = { message_type: type, message_id: 'x', ...metadata };
  return JSON.stringify({ metadata: head, payload });
}

/** A notification with an id, which a repetition of it has too. */
export function eventsubNotification(type: string, id: string, event: object): string {
  return eventsubMessage('notification', { event }, { message_id: id, subscription_type: type });
}

/**
 * Greets a client. It must subscribe with the id of the session before the keepalive time is over.
 */
export function welcomeEventsub(client: StandInClient, id = 's-1'): void {
  const session = { id, status: 'connected', keepalive_timeout_seconds: 30 };
  client.send(eventsubMessage('session_welcome', { session }));
}
