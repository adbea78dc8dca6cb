import { loadSources } from '#platforms';
import type { SourceProtocol } from '#source';
import { connect, stopConnections } from '../source/connection-rig.js';
import { describeSourceConformance } from '../source/source-conformance.js';
import { RawServer, StandInServer } from '../source/stand-in-server.js';

const SOURCES = await loadSources();

describeSourceConformance({
  name: 'douyinlive',
  create: ({ url }) => SOURCES.get('douyinlive')!.protocol!({ url: `${url}/ws/123456` }),
  goodFrame: (serial) => ({
    frame: chat(String(serial)),
    events: [
      {
        type: 'comment',
        id: String(serial),
        timestamp: 1_700_000_000_123,
        user: { userId: 'douyin_95000000001', name: '小满', level: 0, badge: '', badgeLevel: 0 },
        text: '有货吗',
      },
    ],
  }),
  garbage: ['{"method":', '[]', '{}', '{"method":"WebcastChatMessage"}', Buffer.from([0, 255])],
  ignored: [
    { frame: 'pong', kind: 'pong' },
    { frame: status('ROOM_ENDED'), kind: 'ROOM_ENDED' },
    { frame: '{"method":"WebcastControlMessage","action":"3"}', kind: 'WebcastControlMessage' },
  ],
  heartbeat: 'ping',
  ends: [
    { code: 1001, rule: 'reconnect' },
    { frame: status('ROOM_NOT_FOUND'), rule: 'refused' },
  ],
});

let server: StandInServer;

beforeEach(async () => {
  server = await StandInServer.start();
});

afterEach(async () => {
  await stopConnections();
  await server.stop();
});

function douyinlive(options: object = {}): SourceProtocol {
  const url = `${server.url}/ws/123456`;
  return SOURCES.get('douyinlive')!.protocol!({ url, ...options });
}

function status(code: string): string {
  return JSON.stringify({
    type: 'system',
    event: 'live_status',
    code,
    live: code === 'ROOM_ONLINE',
  });
}

function chat(id: string): string {
  return JSON.stringify({
    common: { msgId: id, createTime: '1700000000123' },
    user: { id: '95000000001', nickname: '小满' },
    content: '有货吗',
    method: 'WebcastChatMessage',
  });
}

describe('douyinlive', () => {
  it('connects to the room, with the token as a bearer', async () => {
    const { log } = connect(douyinlive({ token: 'abc' }));
    const { request } = await server.client(1);
    await log.untilCalled('connected');
    expect(request.url).toBe('/ws/123456');
    expect(request.headers.authorization).toBe('Bearer abc');
  });

  it('shows no token where there is none', async () => {
    connect(douyinlive());
    expect((await server.client(1)).request.headers.authorization).toBeUndefined();
  });

  it('stays while the room is not live, and reads it when it is', async () => {
    const { log } = connect(douyinlive());
    const client = await server.client(1);
    const codes = ['ROOM_OFFLINE', 'ACCOUNT_OFFLINE_NO_ROOM', 'ROOM_STATUS_UNKNOWN', 'ROOM_ONLINE'];
    for (const code of codes) client.send(status(code));
    client.send(chat('1'));
    client.send(status('ROOM_ENDED'));
    client.send(status('ROOM_ONLINE'));
    client.send(chat('2'));
    await log.until(({ events }) => events.length === 2);
    expect(log.events).toMatchObject([
      { type: 'comment', id: '1', text: '有货吗', user: { userId: 'douyin_95000000001' } },
      { id: '2' },
    ]);
    expect(log.of('disconnected')).toEqual([]);
    expect(log.of('ignored')).toEqual(
      [...codes, 'ROOM_ENDED', 'ROOM_ONLINE'].map((code) => [code]),
    );
  });

  it('tells that the room does not exist, and tries again, seldom', async () => {
    const { log } = connect(douyinlive());
    const client = await server.client(1);
    client.send(status('ROOM_NOT_FOUND'));
    client.socket.close(1000);
    expect(await log.untilCalled('refused')).toEqual([expect.stringContaining('no such room')]);
    const [delayMs] = await log.untilCalled('reconnecting');
    expect(delayMs).toBeGreaterThan(150);
    await server.client(2);
  });

  it('tells that the server does not accept the token', async () => {
    const answer = 'HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n';
    const raw = await RawServer.start((socket) => socket.once('data', () => socket.end(answer)));
    try {
      const { log } = connect(douyinlive({ url: `${raw.url}/ws/1`, token: 'wrong-token' }));
      const [sentence] = await log.untilCalled('refused');
      expect(sentence).toMatch(/check the token/);
      expect(sentence).not.toContain('wrong-token');
    } finally {
      await stopConnections();
      await raw.stop();
    }
  });

  it('keeps a quiet room by its heartbeat, and gives up a server that answers none', async () => {
    const source = douyinlive();
    const heartbeat = { ...source.heartbeat!, everySeconds: 0.1 };
    const { log } = connect(Object.assign(source, { heartbeat, silenceMs: 500 }));
    const client = await server.client(1);
    for (let answered = 0; answered < 10; answered++) {
      await client.said((frame) => client.frames.length > answered && frame === 'ping');
      client.send('pong');
    }
    await log.until(() => log.of('ignored').length === 10);
    expect(log.of('disconnected')).toEqual([]);
    const [reason] = await log.untilCalled('disconnected');
    expect(reason).toBe('silence');
  });

  it('goes on after frames that are not JSON', async () => {
    const { log } = connect(douyinlive());
    const client = await server.client(1);
    client.send('{"method":');
    client.send(Buffer.from([0, 255]));
    client.send('[]');
    client.send(chat('1'));
    await log.until(({ events }) => events.length === 1);
    expect(log.of('malformed')).toEqual([['not-json'], ['not-json'], ['not-an-object']]);
  });
});
