import { loadSources } from '#platforms';
import type { Frame, SourceProtocol } from '#source';
import { connect, stopConnections } from '../source/connection-rig.js';
import { describeSourceConformance } from '../source/source-conformance.js';
import {
  answerStreamerbot as answer,
  STREAMERBOT_HELLO as HELLO,
  streamerbotAsked as asked,
  serveStreamerbot,
  type StreamerbotRequest,
} from '../support/platforms/streamerbot.js';
import { StandInServer, type StandInClient } from '../support/platforms/stand-in-server.js';

const SOURCES = await loadSources();

const PASSWORD = 'a-password';
function protocol(options: object): SourceProtocol {
  return SOURCES.get('streamerbot')!.protocol!(options);
}

function requestOf(frame: Frame): StreamerbotRequest {
  return JSON.parse(frame.toString()) as StreamerbotRequest;
}

const greetWithPassword = (client: StandInClient) => serveStreamerbot(client, PASSWORD);

function comment(serial: number): string {
  const user = { id: '7001', login: 'ann', name: 'Ann' };
  const data = { messageId: `70000000000000${serial}`, text: `no ${serial}`, user };
  const event = { source: 'Twitch', type: 'ChatMessage' };
  return JSON.stringify({ timeStamp: '2023-11-14T22:13:20.1230000Z', event, data });
}

describeSourceConformance({
  name: 'streamerbot',
  create: ({ url }) => protocol({ url, password: PASSWORD }),
  handshake: greetWithPassword,
  goodFrame: (serial) => ({
    frame: comment(serial),
    events: [
      {
        type: 'comment',
        id: `70000000000000${serial}`,
        timestamp: 1_700_000_000_123,
        user: { userId: 'twitch_7001', name: 'Ann', level: 0, badge: '', badgeLevel: 0 },
        text: `no ${serial}`,
      },
    ],
  }),
  garbage: ['{', '[]', '{}', '{"event":{}}', '{"event":{"source":"Twitch","type":"Cheer"}}'],
});

describe('streamerbot', () => {
  let server: StandInServer;

  beforeEach(async () => {
    server = await StandInServer.start();
  });

  afterEach(async () => {
    await stopConnections();
    await server.stop();
  });

  it('subscribes after the greeting of a server without a password, once', async () => {
    const { log } = connect(protocol({ url: server.url }));
    const client = await server.client(1);
    client.send(JSON.stringify(HELLO));
    const subscribed = await asked(client, 'Subscribe');
    const info = await asked(client, 'GetInfo');
    client.send(JSON.stringify({ id: info.id, status: 'ok', info: HELLO.info }));
    expect(log.of('connected')).toEqual([]);
    answer(client, subscribed);
    await log.untilCalled('connected');
    expect(subscribed.events).toMatchObject({
      Twitch: expect.arrayContaining(['ChatMessage', 'Cheer', 'GiftBomb']),
      YouTube: expect.arrayContaining(['Message', 'SuperChat']),
      Kick: expect.arrayContaining(['ChatMessage', 'Follow']),
    });
    expect(client.frames.map((frame) => requestOf(frame).request)).toEqual([
      'GetInfo',
      'Subscribe',
    ]);
  });

  it('subscribes with a version that does not greet', async () => {
    const { log } = connect(protocol({ url: server.url }));
    const client = await server.client(1);
    const { id } = await asked(client, 'GetInfo');
    client.send(JSON.stringify({ id, status: 'ok', info: HELLO.info }));
    answer(client, await asked(client, 'Subscribe'));
    await log.untilCalled('connected');
  });

  it('tells that the password is wrong, or missing', async () => {
    server.onClient = (client) => void greetWithPassword(client).catch(() => {});
    const wrong = connect(protocol({ url: server.url, password: 'wrong-password' }));
    const [sentence] = await wrong.log.untilCalled('refused');
    expect(sentence).toMatch(/does not accept the password/);
    expect(sentence).not.toContain('wrong-password');
    const none = connect(protocol({ url: server.url }));
    expect((await none.log.untilCalled('refused'))[0]).toMatch(/wants a password/);
    for (const { log } of [wrong, none])
      expect(log.of('disconnected')[0]![0]).toBe('source-refused');
  });

  it('tells that the subscription is not accepted', async () => {
    const { log } = connect(protocol({ url: server.url }));
    const client = await server.client(1);
    client.send(JSON.stringify(HELLO));
    answer(client, await asked(client, 'Subscribe'), 'error');
    expect((await log.untilCalled('refused'))[0]).toMatch(/update Streamer\.bot/);
  });
});
