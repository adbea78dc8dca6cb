import type { LiveEvent } from '#live-event';
import { loadSources, type SourceType } from '#platforms';
import type { SourceProtocol } from '#source';
import { connect, stopConnections } from '../../source/connection-rig.js';
import { describeSourceConformance } from '../../source/source-conformance.js';
import { StandInServer } from '../../source/stand-in-server.js';

const SOURCES = await loadSources();

function protocolOf(type: SourceType, options: object): SourceProtocol {
  return SOURCES.get(type)!.protocol!(options);
}

/** Ann's comment, as every source of this file reads it. */
function comment(platform: string, serial: number, timestamp?: number): LiveEvent {
  const user = { userId: `${platform}_7001`, name: 'Ann', level: 0, badge: '', badgeLevel: 0 };
  return { type: 'comment', id: `70000000000000${serial}`, timestamp, user, text: `no ${serial}` };
}

const MAPPING = {
  platform: 'example',
  unwrap: ['payload'],
  each: 'payload.messages',
  rules: [
    {
      when: { type: 'chat' },
      event: 'comment',
      id: 'id',
      user: { id: 'user.id', name: 'user.name' },
      text: 'text',
    },
  ],
};

function exampleFrame(serial: number): string {
  const user = { id: 7001, name: 'Ann' };
  const message = { type: 'chat', id: `70000000000000${serial}`, user, text: `no ${serial}` };
  return JSON.stringify({ payload: JSON.stringify({ messages: [message] }) });
}

describeSourceConformance({
  name: 'websocket',
  create: ({ url }) =>
    protocolOf('websocket', {
      url,
      mapping: MAPPING,
      onOpen: ['{"op":"subscribe"}'],
      heartbeat: { send: 'ping', everySeconds: 20 },
    }),
  goodFrame: (serial) => ({ frame: exampleFrame(serial), events: [comment('example', serial)] }),
  heartbeat: 'ping',
  garbage: ['{', 'null', '[1]', '{"payload":"{"}', '{"type":"chat"}', Buffer.from([0xff, 0])],
  ignored: [
    { frame: 'pong', kind: 'keep-alive' },
    { frame: '{"type":"share"}', kind: 'share' },
  ],
});

describeSourceConformance({
  name: 'barragegrab',
  create: ({ url }) => protocolOf('barragegrab', { url }),
  goodFrame: (serial) => ({
    frame: JSON.stringify({
      Type: 1,
      Data: `{"MsgId":70000000000000${serial},"User":{"Id":7001,"Nickname":"Ann"},"Content":"no ${serial}"}`,
    }),
    events: [comment('douyin', serial)],
  }),
  garbage: ['{"Type":1,"Data":"{"}', '{"Type":1,"Data":"{}"}', '{"Type":6,"Data":"{}"}'],
  ignored: [{ frame: '{"Type":9,"Data":"{}"}', kind: '9' }],
});

describeSourceConformance({
  name: 'tiktok-euler',
  create: ({ url }) => protocolOf('tiktok-euler', { url, uniqueId: 'shop', apiKey: 'euler-key' }),
  goodFrame: (serial) => {
    const msgId = `70000000000000${serial}`;
    const common = { msgId, createTime: '1700000000123' };
    const data = { common, user: { userId: '7001', nickname: 'Ann' }, comment: `no ${serial}` };
    const frame = JSON.stringify({ messages: [{ type: 'WebcastChatMessage', data }] });
    return { frame, events: [comment('tiktok', serial, 1_700_000_000_123)] };
  },
  garbage: ['{"messages":[1]}', '{"messages":[{"type":"WebcastChatMessage"}]}', 'x'],
  ignored: [
    { frame: '{"messages":[{"type":"WebcastControlMessage"}]}', kind: 'WebcastControlMessage' },
  ],
  ends: [
    { code: 1011, rule: 'reconnect' },
    { code: 4500, rule: 'reconnect' },
    { code: 4555, rule: 'reconnect-now' },
    { code: 4005, rule: 'slow' },
    { code: 4404, rule: 'slow' },
    { code: 4401, rule: 'refused' },
    { code: 4429, rule: 'refused' },
  ],
});

describeSourceConformance({
  name: 'onecomme',
  create: ({ url }) => protocolOf('onecomme', { url }),
  goodFrame: (serial) => {
    const id = `70000000000000${serial}`;
    const said = { id, userId: '7001', name: 'Ann', comment: `no ${serial}` };
    const comments = [{ service: 'youtube', data: { ...said, timestamp: 1_700_000_000_123 } }];
    const frame = JSON.stringify({ type: 'comments', data: { comments } });
    return { frame, events: [comment('youtube', serial, 1_700_000_000_123)] };
  },
  garbage: ['{', '{"type":"comments"}', '{"type":"comments","data":{"comments":[0]}}'],
  ignored: [{ frame: '{"type":"connected","data":{"comments":[]}}', kind: 'connected' }],
});

describeSourceConformance({
  name: 'social-stream-ninja',
  create: ({ url }) => protocolOf('social-stream-ninja', { url, session: 'abc' }),
  goodFrame: (serial) => {
    const meta = { messageId: `70000000000000${serial}` };
    const said = { type: 'kick', userid: '7001', chatname: 'Ann', chatmessage: `no ${serial}` };
    return { frame: JSON.stringify({ ...said, meta }), events: [comment('kick', serial)] };
  },
  garbage: ['{', '[[]]', '{"type":"kick","chatmessage":"x"}'],
  ignored: [
    { frame: '{"event":"shared"}', kind: 'shared' },
    { frame: '[]', kind: 'empty' },
  ],
});

describe('websocket', () => {
  let server: StandInServer;

  beforeEach(async () => {
    server = await StandInServer.start();
  });

  afterEach(async () => {
    await stopConnections();
    await server.stop();
  });

  it('sends headers and subprotocols, then onOpen, anew on each connection', async () => {
    const options = {
      url: `${server.url}/ws?room=42`,
      headers: { Authorization: 'Bearer abc', 'X-Room': 42 },
      subprotocols: ['chat.v1'],
      onOpen: ['{"op":"subscribe"}', 'second'],
      mapping: MAPPING,
    };
    connect(protocolOf('websocket', options));
    for (const nth of [1, 2]) {
      const client = await server.client(nth);
      await client.said((frame) => frame === 'second');
      const { request, socket } = client;
      expect(client.frames).toEqual(['{"op":"subscribe"}', 'second']);
      expect(request.url).toBe('/ws?room=42');
      expect(request.headers).toMatchObject({
        authorization: 'Bearer abc',
        'x-room': '42',
        'sec-websocket-protocol': 'chat.v1',
      });
      socket.close(1012);
    }
  });

  it('barragegrab: sends only pings', async () => {
    const { log } = connect(protocolOf('barragegrab', { url: server.url }));
    const client = await server.client(1);
    await log.untilCalled('connected');
    client.send('{"Type":9,"Data":"{}"}');
    await log.untilCalled('ignored');
    await stopConnections();
    await client.closed;
    expect(client.frames).toEqual([]);
  });
});
