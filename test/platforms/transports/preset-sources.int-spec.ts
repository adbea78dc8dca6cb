import { createServer, type RequestListener } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { LiveEvent } from '#live-event';
import { loadSources, type SourceType } from '#platforms';
import { NO_PATIENCE, type SourceProtocol } from '#source';
import { connect, stopConnections } from '../../source/connection-rig.js';
import { SocketIoStandIn } from '../../source/socket-io-stand-in.js';
import { describeSourceConformance } from '../../source/source-conformance.js';
import { StandInServer } from '../../source/stand-in-server.js';

const SOURCES = await loadSources();

function protocolOf(type: SourceType, options: object): SourceProtocol {
  return SOURCES.get(type)!.protocol!(options);
}

/** Ann's comment, as every source of this file reads it. */
function comment(
  userId: string,
  id: string | undefined,
  serial: number,
  timestamp?: number,
): LiveEvent {
  const user = { userId, name: 'Ann', level: 0, badge: '', badgeLevel: 0 };
  return { type: 'comment', id, timestamp, user, text: `no ${serial}` };
}

/** With more digits than a number has. */
const idOf = (serial: number): string => `700000000000000000${serial}`;

describeSourceConformance({
  name: 'tikfinity',
  create: ({ url }) => protocolOf('tikfinity', { url }),
  goodFrame: (serial) => ({
    frame: `{"event":"chat","data":{"msgId":${idOf(serial)},"userId":"7001","nickname":"Ann","comment":"no ${serial}"}}`,
    events: [comment('tiktok_7001', idOf(serial), serial)],
  }),
  garbage: ['{', '[1]', '{"event":"chat"}', '{"event":"chat","data":[]}'],
  ignored: [{ frame: '{"event":"share","data":{}}', kind: 'share' }],
});

describeSourceConformance({
  name: 'laplace',
  create: ({ url }) => protocolOf('laplace', { url }),
  goodFrame: (serial) => ({
    frame: `{"type":"message","idStr":"${idOf(serial)}","uid":7001,"username":"Ann","message":"no ${serial}"}`,
    events: [comment('bilibili_7001', idOf(serial), serial)],
  }),
  garbage: ['{', '[1]', '{"type":"message"}'],
  ignored: [{ frame: '{"type":"live-end"}', kind: 'live-end' }],
});

describeSourceConformance({
  name: 'unibarrage',
  create: ({ url }) => protocolOf('unibarrage', { url }),
  goodFrame: (serial) => ({
    frame: JSON.stringify({
      rid: '1',
      platform: 'douyin',
      type: 'Chat',
      data: { name: 'Ann', content: `no ${serial}` },
    }),
    events: [comment('douyin_Ann', undefined, serial)],
  }),
  garbage: ['{', '[1]', '{"type":"Chat","data":{}}'],
  ignored: [{ frame: '{"type":"EndLive","data":{}}', kind: 'EndLive' }],
});

const giveToken: RequestListener = (_, response) => {
  response.end('{"access_token":"t-1","expires_in":3600}');
};

describeSourceConformance({
  name: 'restream',
  http: giveToken,
  create: ({ url, httpUrl }) =>
    protocolOf('restream', {
      url,
      tokenUrl: httpUrl,
      clientId: 'id',
      clientSecret: 'secret',
      refreshToken: 'r-1',
    }),
  goodFrame: (serial) => {
    const eventPayload = { author: { id: '7001', displayName: 'Ann' }, text: `no ${serial}` };
    const payload = {
      eventIdentifier: idOf(serial),
      eventSourceId: 2,
      eventTypeId: 4,
      eventPayload,
    };
    return {
      frame: JSON.stringify({ action: 'event', timestamp: 1_700_000_000, payload }),
      events: [comment('twitch_7001', idOf(serial), serial, 1_700_000_000_000)],
    };
  },
  garbage: ['{', '[1]', '{"action":"event","payload":{"eventPayload":{"text":"x"}}}'],
  ignored: [{ frame: '{"action":"heartbeat"}', kind: 'heartbeat' }],
});

describeSourceConformance({
  name: 'streamelements',
  create: ({ url }) => protocolOf('streamelements', { url, token: 'jwt-1' }),
  handshake: async (client) => {
    await client.said((frame) => frame.toString().includes('"topic":"channel.tips"'));
    client.send('{"type":"response","nonce":"channel.tips","data":{"message":"ok"}}');
  },
  goodFrame: (serial) => {
    const data = {
      message_id: idOf(serial),
      chatter_user_id: '7001',
      chatter_user_name: 'Ann',
      message: { text: `no ${serial}`, fragments: [] },
    };
    return {
      frame: JSON.stringify({ type: 'message', topic: 'channel.chat.message', data }),
      events: [comment('twitch_7001', idOf(serial), serial)],
    };
  },
  garbage: ['{', '[1]', '{"topic":"channel.chat.message","data":{"sender":{"x":1},"content":"x"}}'],
  ignored: [{ frame: '{"type":"message","topic":"channel.giveaway"}', kind: 'channel.giveaway' }],
  ends: [{ frame: '{"type":"response","error":"err_unauthorized"}', rule: 'refused' }],
});

describeSourceConformance({
  name: 'streamlabs',
  serve: () => SocketIoStandIn.start(),
  create: ({ httpUrl }) => protocolOf('streamlabs', { url: httpUrl, token: 'socket-token' }),
  goodFrame: (serial) => {
    const message = [{ _id: `d-${serial}`, name: 'Ann' }];
    const user = { userId: 'streamlabs_Ann', name: 'Ann', level: 0, badge: '', badgeLevel: 0 };
    const follow: LiveEvent = { type: 'follow', id: `d-${serial}`, timestamp: undefined, user };
    const event = { type: 'follow', for: '', message };
    return { frame: `42${JSON.stringify(['event', event])}`, events: [follow] };
  },
  garbage: ['42["event"', '42[1]', '42["event",{"type":"follow","message":[5]}]'],
  ignored: [{ frame: '42["event",{"type":"raid","message":[{"name":"Ann"}]}]', kind: 'raid' }],
});

function answer(nonce: string, error?: string): string {
  return JSON.stringify({ type: 'response', nonce, ...(error !== undefined && { error }) });
}

describe('streamelements: a token with limited scopes', () => {
  let server: StandInServer;

  beforeEach(async () => {
    server = await StandInServer.start();
  });

  afterEach(async () => {
    await stopConnections();
    await server.stop();
  });

  it('reads the allowed topics, and tells that the chat is not allowed', async () => {
    const { connection, log } = connect(
      protocolOf('streamelements', { url: server.url, token: 't-1', tokenType: 'oauth' }),
    );
    const client = await server.client(1);
    await client.said((frame) => frame.toString().includes('channel.tips'));
    client.send(answer('channel.chat.message', 'err_unauthorized'));
    client.send(answer('channel.activities', 'err_unauthorized'));
    client.send(answer('channel.tips'));
    await log.untilCalled('connected');
    expect(log.of('refused')).toEqual([]);
    expect(connection.hearing.report(NO_PATIENCE)).toMatchObject({
      state: 'deaf',
      deaf: 'room-refused',
      wayOut: expect.stringContaining('overlays:read'),
    });
  });

  it('is refused where no topic is allowed', async () => {
    const { log } = connect(protocolOf('streamelements', { url: server.url, token: 't-1' }));
    const client = await server.client(1);
    await client.said((frame) => frame.toString().includes('channel.tips'));
    for (const topic of ['channel.chat.message', 'channel.activities', 'channel.tips']) {
      client.send(answer(topic, 'err_unauthorized'));
    }
    const [sentence] = await log.untilCalled('refused');
    expect(sentence).toContain('token');
  });
});

describe('presets send on connecting what their servers require', () => {
  let server: StandInServer;

  beforeEach(async () => {
    server = await StandInServer.start();
  });

  afterEach(async () => {
    await stopConnections();
    await server.stop();
  });

  it('laplace: its role and token as subprotocols, and an answer to each ping', async () => {
    connect(protocolOf('laplace', { url: server.url, token: 'secret' }));
    const client = await server.client(1);
    const role = 'laplace-event-bridge-role-client';
    expect(client.request.headers['sec-websocket-protocol']).toBe(`${role},secret`);
    client.send('{"type":"ping","timestamp":12}');
    await client.said((frame) => frame === '{"type":"pong","timestamp":12,"respondingTo":12}');
  });

  it('streamelements: a subscription for each topic that it reads', async () => {
    connect(protocolOf('streamelements', { url: server.url, token: 'jwt-1' }));
    const client = await server.client(1);
    await client.said((frame) => frame.toString().includes('channel.tips'));
    const asked = client.frames.map((frame) => JSON.parse(frame.toString()) as { data: object });
    expect(asked.map(({ data }) => data)).toEqual(
      ['channel.chat.message', 'channel.activities', 'channel.tips'].map((topic) => ({
        topic,
        token: 'jwt-1',
        token_type: 'jwt',
      })),
    );
  });

  it('restream: a token that is renewed with the account of the application', async () => {
    const bodies: string[] = [];
    const tokens = createServer((request, response) => {
      let body = request.headers.authorization ?? '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => {
        bodies.push(body);
        response.end('{"access_token":"t/1","expires_in":3600}');
      });
    });
    await once(tokens.listen(0, '127.0.0.1'), 'listening');
    const tokenUrl = `http://127.0.0.1:${(tokens.address() as AddressInfo).port}/token`;
    const account = { clientId: 'id', clientSecret: 'secret', refreshToken: 'r-1' };
    connect(protocolOf('restream', { url: `${server.url}/ws`, tokenUrl, ...account }));
    const client = await server.client(1);
    expect(client.request.url).toBe('/ws?accessToken=t%2F1');
    expect(bodies).toEqual([
      `Basic ${btoa('id:secret')}grant_type=refresh_token&refresh_token=r-1`,
    ]);
    tokens.closeAllConnections();
    tokens.close();
    await once(tokens, 'close');
  });
});
