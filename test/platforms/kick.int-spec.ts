import { loadSources } from '#platforms';
import type { SourceProtocol } from '#source';
import { connect, stopConnections } from '../source/connection-rig.js';
import { describeSourceConformance } from '../source/source-conformance.js';
import { pusherEvent as pusher, servePusher as serve } from '../support/platforms/kick.js';
import { StandInServer } from '../support/platforms/stand-in-server.js';

const SOURCES = await loadSources();

function kick(options: object): SourceProtocol {
  return SOURCES.get('kick')!.protocol!({ chatroomId: 77, ...options });
}

function chat(serial: number): string {
  const sender = { id: 501, username: 'Ann', identity: { badges: [] } };
  const said = { id: `c-${serial}`, content: `no ${serial}`, created_at: '2023-11-14T22:13:20Z' };
  return pusher('App\\Events\\ChatMessageEvent', { ...said, sender }, 'chatrooms.77.v2');
}

describeSourceConformance({
  name: 'kick',
  create: ({ url }) => kick({ url }),
  handshake: serve,
  goodFrame: (serial) => ({
    frame: chat(serial),
    events: [
      {
        type: 'comment',
        id: `c-${serial}`,
        timestamp: 1_700_000_000_000,
        user: { userId: 'kick_501', name: 'Ann', level: 0, badge: '', badgeLevel: 0 },
        text: `no ${serial}`,
      },
    ],
  }),
  garbage: [
    '{',
    '[1]',
    '{"event":"App\\\\Events\\\\ChatMessageEvent","data":"{"}',
    Buffer.from('x'),
  ],
  heartbeat: '{"event":"pusher:ping","data":{}}',
  ends: [
    { code: 1011, rule: 'reconnect' },
    { code: 4100, rule: 'reconnect' },
    { code: 4200, rule: 'reconnect-now' },
    { code: 4299, rule: 'reconnect-now' },
    { code: 4301, rule: 'reconnect' },
    { code: 4001, rule: 'refused' },
    { code: 4099, rule: 'refused' },
  ],
});

describe('kick', () => {
  let server: StandInServer;

  beforeEach(async () => {
    server = await StandInServer.start();
  });

  afterEach(async () => {
    await stopConnections();
    await server.stop();
  });

  it('subscribes after the greeting, and is connected once the chatroom is confirmed', async () => {
    const { connection, log } = connect(kick({ url: server.url, channelId: 5 }));
    const client = await server.client(1);
    client.send(pusher('pusher:connection_established', { socket_id: '1.2' }));
    await client.said((frame) => frame.toString().includes('channel.5'));
    expect(client.frames.map((frame) => JSON.parse(frame.toString()).data.channel)).toEqual([
      'chatrooms.77.v2',
      'chatroom_77',
      'chatrooms.77',
      'channel_5',
      'channel.5',
    ]);
    client.send(pusher('pusher_internal:subscription_succeeded', {}, 'channel_5'));
    client.send(chat(1));
    await log.until(({ events }) => events.length === 1);
    expect(connection.state).toBe('handshaking');
    client.send(pusher('pusher_internal:subscription_succeeded', {}, 'chatrooms.77.v2'));
    await log.untilCalled('connected');
  });

  it('answers a ping', async () => {
    server.onClient = serve;
    const { log } = connect(kick({ url: server.url }));
    await log.untilCalled('connected');
    const client = await server.client(1);
    client.send('{"event":"pusher:ping","data":"{}"}');
    await client.said((frame) => frame === '{"event":"pusher:pong","data":{}}');
  });

  it('waits a second at least where Pusher asks to back off', async () => {
    server.onClient = serve;
    const { log } = connect(kick({ url: server.url }));
    await log.untilCalled('connected');
    const closedAt = performance.now();
    (await server.client(1)).socket.close(4100);
    await server.client(2);
    expect(performance.now() - closedAt).toBeGreaterThan(950);
  });
});
