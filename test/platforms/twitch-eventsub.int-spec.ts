import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { SOURCES } from '#platforms';
import type { SourceProtocol } from '#source';
import { connect, stopConnections } from '../source/connection-rig.js';
import { describeSourceConformance } from '../source/source-conformance.js';
import { StandInServer, type StandInClient } from '../source/stand-in-server.js';

const TOKEN = 'abcdef0123456789';
const ALL_SCOPES = [
  'user:read:chat',
  'moderator:read:followers',
  'channel:read:subscriptions',
  'bits:read',
];

const HEADERS = { 'Content-Type': 'application/json', Connection: 'close' };

/** Twitch's HTTP side: one user, `bot`, whose token sees the channel `shop`. */
class StandInTwitch {
  validToken = TOKEN;
  scopes = ALL_SCOPES;
  /** What subscribing is answered with, by type; 202 where it is not named. */
  readonly statuses = new Map<string, number>();
  readonly subscribed: { type: string; condition: object; session: string; token: string }[] = [];
  renewals = 0;

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
    return { status: this.statuses.get(type) ?? 202, json: {} };
  }

  #renew(form: URLSearchParams): { status: number; json: object } {
    if (form.get('refresh_token') !== 'refresh0123') return { status: 400, json: {} };
    this.renewals += 1;
    return { status: 200, json: { access_token: this.validToken, refresh_token: 'refresh4567' } };
  }
}

type Addresses = { readonly url: string; readonly httpUrl: string };

const conforming = new StandInTwitch();

describeSourceConformance({
  name: 'twitch-eventsub',
  create: (at) => eventsub({}, at),
  handshake: (client) => welcome(client),
  http: conforming.answer,
  goodFrame: (serial) => ({
    frame: notification('channel.follow', `n-${serial}`, {
      user_id: '5',
      user_name: 'Noa',
      followed_at: '2023-11-14T22:13:20Z',
    }),
    events: [
      {
        type: 'follow',
        id: `n-${serial}`,
        timestamp: 1_700_000_000_000,
        user: { userId: 'twitch_5', name: 'Noa', level: 0, badge: '', badgeLevel: 0 },
      },
    ],
  }),
  garbage: ['{', '[]', '{"metadata":null}', '{"metadata":{"message_type":"notification"}}'],
  ends: [
    { code: 4000, rule: 'reconnect' },
    { code: 4003, rule: 'reconnect' },
    {
      frame: framed('revocation', { subscription: { type: 'channel.chat.message' } }),
      rule: 'refused',
    },
  ],
});

let server: StandInServer;
let twitch: StandInTwitch;

beforeEach(async () => {
  twitch = new StandInTwitch();
  server = await StandInServer.start(twitch.answer);
});

afterEach(async () => {
  await stopConnections();
  await server.stop();
});

function eventsub(options: object = {}, at: Addresses = server): SourceProtocol {
  return SOURCES.get('twitch-eventsub')!.protocol!({
    channel: 'Shop',
    token: TOKEN,
    url: `${at.url}/ws`,
    apiUrl: `${at.httpUrl}/helix`,
    authUrl: `${at.httpUrl}/oauth2`,
    ...options,
  });
}

function framed(type: string, payload: object, metadata: object = {}): string {
  const head = { message_type: type, message_id: 'x', ...metadata };
  return JSON.stringify({ metadata: head, payload });
}

function notification(type: string, id: string, event: object): string {
  return framed('notification', { event }, { message_id: id, subscription_type: type });
}

function say(client: StandInClient, type: string, payload: object): void {
  client.send(framed(type, payload));
}

function welcome(client: StandInClient, id = 's-1'): void {
  say(client, 'session_welcome', {
    session: { id, status: 'connected', keepalive_timeout_seconds: 30 },
  });
}

function follow(client: StandInClient, id: string): void {
  client.send(
    notification('channel.follow', id, {
      user_id: '5',
      user_name: 'Noa',
      followed_at: '2023-11-14T22:13:20Z',
    }),
  );
}

describe('twitch-eventsub', () => {
  it('subscribes to all that the token may see, and reads it', async () => {
    const { log } = connect(eventsub());
    const client = await server.client(1);
    welcome(client);
    await log.untilCalled('connected');
    follow(client, 'n-1');
    await log.until(({ events }) => events.length === 1);
    expect(log.events).toMatchObject([{ type: 'follow', id: 'n-1', user: { userId: 'twitch_5' } }]);
    await log.until(() => twitch.subscribed.length > 0);
    expect(twitch.subscribed[0]).toEqual({
      type: 'channel.chat.message',
      condition: { broadcaster_user_id: '1', user_id: '9' },
      session: 's-1',
      token: TOKEN,
    });
    expect(client.frames).toEqual([]);
  });

  it('subscribes to the chat alone where the token sees no more', async () => {
    twitch.scopes = ['user:read:chat'];
    const { log } = connect(eventsub());
    welcome(await server.client(1));
    await log.untilCalled('connected');
    expect(twitch.subscribed.map(({ type }) => type)).toEqual(['channel.chat.message']);
  });

  it('goes on without what Twitch refuses of another channel', async () => {
    for (const type of ['channel.follow', 'channel.cheer']) twitch.statuses.set(type, 403);
    const { log } = connect(eventsub());
    const client = await server.client(1);
    welcome(client);
    while (twitch.subscribed.length < 6) await new Promise((resolve) => setImmediate(resolve));
    follow(client, 'n-1');
    await log.until(({ events }) => events.length === 1);
    expect(log.of('disconnected')).toEqual([]);
  });

  it('moves to another connection when Twitch asks, without subscribing again', async () => {
    twitch.scopes = ['user:read:chat'];
    const { log } = connect(eventsub());
    const first = await server.client(1);
    welcome(first);
    await log.untilCalled('connected');
    say(first, 'session_reconnect', {
      session: { id: 's-1', reconnect_url: `${server.url}/moved` },
    });
    const second = await server.client(2);
    follow(first, 'n-1');
    await log.until(({ events }) => events.length === 1);
    welcome(second);
    await log.untilCalled('replaced');
    follow(second, 'n-2');
    await log.until(({ events }) => events.length === 2);
    await first.closed;
    expect(second.request.url).toBe('/moved');
    expect(twitch.subscribed).toHaveLength(1);
  });

  it('subscribes anew after a connection was lost', async () => {
    twitch.scopes = ['user:read:chat'];
    const { log } = connect(eventsub());
    const first = await server.client(1);
    welcome(first);
    await log.untilCalled('connected');
    first.cutInMidFrame();
    welcome(await server.client(2), 's-2');
    await log.untilCalled('connected', 2);
    expect(twitch.subscribed.map(({ session }) => session)).toEqual(['s-1', 's-2']);
  });

  it('renews a token that Twitch no longer accepts', async () => {
    twitch.validToken = 'renewed0123456789';
    const renewal = {
      clientId: 'app0123456',
      clientSecret: 'secret0123',
      refreshToken: 'refresh0123',
    };
    const { log } = connect(eventsub(renewal));
    welcome(await server.client(1));
    await log.untilCalled('connected');
    expect(twitch.renewals).toBe(1);
    expect(twitch.subscribed[0]!.token).toBe('renewed0123456789');
  });

  it('renews a token that runs out between connecting and subscribing', async () => {
    twitch.scopes = ['user:read:chat'];
    const renewal = {
      clientId: 'app0123456',
      clientSecret: 'secret0123',
      refreshToken: 'refresh0123',
    };
    const { log } = connect(eventsub(renewal));
    const first = await server.client(1);
    twitch.validToken = 'renewed0123456789';
    welcome(first);
    welcome(await server.client(2), 's-2');
    await log.untilCalled('connected');
    expect(twitch.subscribed.map(({ session }) => session)).toEqual(['s-2']);
  });

  it.each([
    ['a token that Twitch does not accept', { token: 'wrong0123456789' }, 'make a new user token'],
    [
      'a token that cannot be renewed',
      { token: 'wrong0123456789', clientId: 'app', clientSecret: 's', refreshToken: 'wrong' },
      'check clientId',
    ],
    ['a channel that does not exist', { channel: 'nobody' }, 'check channel'],
  ])('says the way out of %s, and no secret', async (_, options, wayOut) => {
    const { log } = connect(eventsub(options));
    const [sentence] = await log.untilCalled('refused');
    expect(sentence).toContain(wayOut);
    expect(sentence).not.toContain('0123456789');
    expect(server.clients).toEqual([]);
  });

  it('says so where the token lacks the scope for chats', async () => {
    twitch.scopes = ['bits:read'];
    const { log } = connect(eventsub());
    expect(await log.untilCalled('refused')).toEqual([expect.stringContaining('user:read:chat')]);
  });

  it('says so where the account may not read the chat, or lost the permission', async () => {
    twitch.statuses.set('channel.chat.message', 403);
    const { log } = connect(eventsub());
    welcome(await server.client(1));
    expect(await log.untilCalled('refused')).toEqual([expect.stringContaining('banned')]);
    twitch.statuses.clear();
    const second = await server.client(2);
    welcome(second);
    await log.untilCalled('connected');
    say(second, 'revocation', {
      subscription: { type: 'channel.follow', status: 'version_removed' },
    });
    say(second, 'revocation', {
      subscription: { type: 'channel.chat.message', status: 'authorization_revoked' },
    });
    expect(await log.untilCalled('refused', 2)).toEqual([expect.stringContaining('new token')]);
    expect(log.of('disconnected')).toHaveLength(2);
  });

  it('tries again where Twitch cannot be reached, or fails', async () => {
    twitch.statuses.set('channel.chat.message', 503);
    const { log } = connect(eventsub());
    welcome(await server.client(1));
    const [reason] = await log.untilCalled('disconnected');
    expect(reason).toBe('protocol:subscribe-refused');
    twitch.statuses.clear();
    welcome(await server.client(2));
    await log.untilCalled('connected');
    const { log: unreachable } = connect(eventsub({ authUrl: 'http://127.0.0.1:9/oauth2' }));
    expect(await unreachable.untilCalled('disconnected', 2)).toEqual(['source-refused', undefined]);
  });
});
