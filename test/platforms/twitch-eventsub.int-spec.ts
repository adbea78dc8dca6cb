import { loadSources } from '#platforms';
import type { SourceProtocol } from '#source';
import { connect, stopConnections } from '../source/connection-rig.js';
import { describeSourceConformance } from '../source/source-conformance.js';
import {
  eventsubMessage as framed,
  eventsubNotification as notification,
  welcomeEventsub as welcome,
  StandInTwitch,
  TWITCH_TOKEN,
} from '../support/platforms/twitch-eventsub.js';
import { StandInServer, type StandInClient } from '../support/platforms/stand-in-server.js';

const SOURCES = await loadSources();

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
    token: TWITCH_TOKEN,
    url: `${at.url}/ws`,
    apiUrl: `${at.httpUrl}/helix`,
    authUrl: `${at.httpUrl}/oauth2`,
    ...options,
  });
}

function say(client: StandInClient, type: string, payload: object): void {
  client.send(framed(type, payload));
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
  it('subscribes to every event that the token may see, and reads them', async () => {
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
      token: TWITCH_TOKEN,
    });
    expect(client.frames).toEqual([]);
  });

  it('subscribes to the chat only where the token sees no more', async () => {
    twitch.scopes = ['user:read:chat'];
    const { log } = connect(eventsub());
    welcome(await server.client(1));
    await log.untilCalled('connected');
    while (twitch.subscribed.length < 2) await new Promise((resolve) => setImmediate(resolve));
    const types = twitch.subscribed.map(({ type }) => type);
    expect(types).toEqual(['channel.chat.message', 'channel.chat.notification']);
  });

  it('goes on without the subscriptions that Twitch refuses for another channel', async () => {
    for (const type of ['channel.follow', 'channel.cheer']) twitch.statuses.set(type, 403);
    const { log } = connect(eventsub());
    const client = await server.client(1);
    welcome(client);
    while (twitch.subscribed.length < 6) await new Promise((resolve) => setImmediate(resolve));
    follow(client, 'n-1');
    await log.until(({ events }) => events.length === 1);
    expect(log.of('disconnected')).toEqual([]);
  });

  it('requests no more subscriptions for a connection that is gone', async () => {
    const { log } = connect(eventsub());
    const client = await server.client(1);
    twitch.onSubscribed = () => client.socket.close(4000);
    welcome(client, 's-gone');
    await log.untilCalled('disconnected');
    twitch.onSubscribed = () => {};
    welcome(await server.client(2), 's-next');
    await log.untilCalled('connected', log.of('connected').length + 1);
    while (
      !twitch.subscribed.some(
        ({ type, session }) => type === 'channel.cheer' && session === 's-next',
      )
    ) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    const asked = twitch.subscribed.filter(({ session }) => session === 's-gone');
    expect(asked.length).toBeLessThan(4);
  });

  it('takes every subscription whose scope may also change what it reads', async () => {
    twitch.scopes = ['user:read:chat', 'channel:manage:redemptions'];
    const { log } = connect(eventsub());
    welcome(await server.client(1));
    await log.untilCalled('connected');
    while (twitch.subscribed.length < 4) await new Promise((resolve) => setImmediate(resolve));
    const types = twitch.subscribed.map(({ type }) => type);
    expect(types).toContain('channel.channel_points_custom_reward_redemption.add');
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
    expect(twitch.subscribed.every(({ session }) => session === 's-1')).toBe(true);
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
    const chats = twitch.subscribed.filter(({ type }) => type === 'channel.chat.message');
    expect(chats.map(({ session }) => session)).toEqual(['s-1', 's-2']);
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
    expect(twitch.subscribed[0]).toMatchObject({ session: 's-2' });
  });

  it.each([
    ['a token that Twitch does not accept', { token: 'wrong0123456789' }, 'make a new user token'],
    [
      'a token that cannot be renewed',
      { token: 'wrong0123456789', clientId: 'app', clientSecret: 's', refreshToken: 'wrong' },
      'check clientId',
    ],
    ['a channel that does not exist', { channel: 'nobody' }, 'check channel'],
  ])('tells the way out of %s, without a secret', async (_, options, wayOut) => {
    const { log } = connect(eventsub(options));
    const [sentence] = await log.untilCalled('refused');
    expect(sentence).toContain(wayOut);
    expect(sentence).not.toContain('0123456789');
    expect(server.clients).toEqual([]);
  });

  it('tells that the token lacks the scope for chats', async () => {
    twitch.scopes = ['bits:read'];
    const { log } = connect(eventsub());
    expect(await log.untilCalled('refused')).toEqual([expect.stringContaining('user:read:chat')]);
  });

  it('tells that the account may not read the chat, or lost the permission', async () => {
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
