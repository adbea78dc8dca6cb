import { EventEmitter, once } from 'node:events';
import { loadSources } from '#platforms';
import type { SourceProtocol } from '#source';
import { connect, stopConnections } from '../source/connection-rig.js';
import { describeSourceConformance } from '../source/source-conformance.js';
import { eventually } from '../support/eventually.js';
import {
  BILIBILI_APP as APP,
  bilibiliCommands as commands,
  bilibiliOperation as operationOf,
  bilibiliPacket as packet,
  StandInBilibili,
} from '../support/platforms/bilibili-open.js';
import { StandInServer } from '../support/platforms/stand-in-server.js';

const SOURCES = await loadSources();

function bilibili(options: object): SourceProtocol {
  return SOURCES.get('bilibili-open')!.protocol!({ ...APP, ...options });
}

function comment(serial: number): object {
  return {
    cmd: 'LIVE_OPEN_PLATFORM_DM',
    data: {
      open_id: 'c1f2a3',
      uid: 0,
      uname: '安娜',
      msg: `第${serial}`,
      msg_id: `m-${serial}`,
      timestamp: 1_700_000_000,
      dm_type: 0,
      fans_medal_name: '',
      fans_medal_level: 0,
    },
  };
}

function sessionEnd(game_id: string): object {
  return { cmd: 'LIVE_OPEN_PLATFORM_INTERACTION_END', data: { game_id, timestamp: 1_700_000_000 } };
}

const conforming = new StandInBilibili();
conforming.gameIdOf = () => 'game';

describeSourceConformance({
  name: 'bilibili-open',
  create: ({ httpUrl }) => bilibili({ url: httpUrl }),
  http: conforming.answer,
  handshake: conforming.accept,
  goodFrame: (serial) => ({
    frame: commands(comment(serial)),
    events: [
      {
        type: 'comment',
        id: `m-${serial}`,
        timestamp: 1_700_000_000_000,
        user: { userId: 'bilibili_c1f2a3', name: '安娜', level: 0, badge: '', badgeLevel: 0 },
        text: `第${serial}`,
      },
    ],
  }),
  garbage: [
    Buffer.alloc(15),
    packet(5, 0, '{'),
    packet(5, 2, 'not zlib'),
    packet(5, 9, '{}'),
    commands(comment(0)).subarray(0, -1),
    '{"cmd":',
  ],
  heartbeat: Buffer.from('00000010001000010000000200000001', 'hex'),
  ends: [
    { code: 1000, rule: 'reconnect' },
    { frame: packet(8, 1, '{"code":-101}'), rule: 'reconnect' },
    { frame: commands(sessionEnd('game')), rule: 'reconnect-now' },
  ],
});

let server: StandInServer;
let platform: StandInBilibili;

beforeEach(async () => {
  platform = new StandInBilibili();
  server = await StandInServer.start(platform.answer);
  server.onClient = platform.accept;
});

afterEach(async () => {
  await stopConnections();
  await server.stop();
});

describe('bilibili-open', () => {
  it('logs in with the data of the start, and is connected once that is accepted', async () => {
    server.onClient = () => {};
    const { connection, log } = connect(bilibili({ url: `${server.httpUrl}/` }));
    const client = await server.client(1);
    const first = (await client.said(() => true)) as Buffer;
    expect(client.request.url).toBe('/sub');
    expect(operationOf(first)).toBe(7);
    expect(first.subarray(16).toString()).toBe('{"roomid":42,"protover":2,"key":"key of 1"}');
    expect(connection.state).toBe('handshaking');
    client.send(packet(8, 1, '{"code":0}'));
    await log.untilCalled('connected');
    // The first heartbeat does not wait for its turn.
    await client.said((frame) => operationOf(frame) === 2);
    client.send(commands(comment(1), comment(2)));
    await log.until(({ events }) => events.length === 2);
    expect(log.events).toMatchObject([{ id: 'm-1' }, { id: 'm-2' }]);
  });

  it('ends its session when it stops', async () => {
    const { connection, log } = connect(bilibili({ url: server.httpUrl }));
    await log.untilCalled('connected');
    await connection.stop();
    expect(platform.calls).toEqual(['start', 'end game-1']);
    expect(log.of('stopFailed')).toEqual([]);
  });

  it('ends its session as soon as it is disconnected, and starts anew afterwards', async () => {
    const { connection, log } = connect(bilibili({ url: server.httpUrl }));
    await log.untilCalled('connected');
    await connection.disconnect();
    await eventually(() => platform.calls.includes('end game-1'), 'the end of the session');
    connection.connect();
    await log.untilCalled('connected', 2);
    void connection.disconnect();
    connection.connect();
    await log.untilCalled('connected', 3);
    await connection.stop();
    expect(platform.calls).toEqual([1, 2, 3].flatMap((nth) => ['start', `end game-${nth}`]));
    expect(log.of('stopFailed')).toEqual([]);
  });

  it('keeps the session of a start that is reconnected before its answer', async () => {
    const answering = new EventEmitter();
    const slow = await StandInServer.start((request, response) => {
      if (request.url !== '/v2/app/start') return platform.answer(request, response);
      void once(answering, 'answer').then(() => platform.answer(request, response));
      answering.emit('asked');
    });
    platform.linksOf = () => [`${server.url}/sub`];
    const asked = once(answering, 'asked');
    const { connection, log } = connect(bilibili({ url: slow.httpUrl }));
    await asked;
    await connection.disconnect();
    connection.connect();
    answering.emit('answer');
    await log.untilCalled('connected');
    expect(platform.calls).toEqual(['start']);
    await connection.stop();
    expect(platform.calls).toEqual(['start', 'end game-1']);
    await slow.stop();
  });

  it('ends the session of a start that was under way when it stopped', async () => {
    const stopping = new EventEmitter();
    const slow = await StandInServer.start((request, response) => {
      if (request.url !== '/v2/app/start') return platform.answer(request, response);
      void once(stopping, 'stop').then(() => platform.answer(request, response));
      stopping.emit('asked');
    });
    const asked = once(stopping, 'asked');
    const { connection } = connect(bilibili({ url: slow.httpUrl }), { stopTimeoutMs: 5_000 });
    await asked;
    const stopped = connection.stop();
    stopping.emit('stop');
    await stopped;
    expect(platform.calls).toEqual(['start', 'end game-1']);
    await slow.stop();
  });

  it('reconnects to the next address, with its session', async () => {
    platform.linksOf = (host) => [1, 2, 3].map((nth) => `ws://${host}/sub/${nth}`);
    const { log } = connect(bilibili({ url: server.httpUrl }));
    for (const nth of [1, 2, 3, 4]) {
      const client = await server.client(nth);
      await log.untilCalled('connected', nth);
      client.cutInMidFrame();
    }
    await server.client(5);
    expect(server.clients.map(({ request }) => request.url)).toEqual(
      [1, 2, 3, 1, 2].map((nth) => `/sub/${nth}`),
    );
    expect(platform.calls).toEqual(['start']);
  });

  it('starts anew after three failures, and ends the previous session', async () => {
    server.onClient = (client) => client.socket.close(1011);
    const { log } = connect(bilibili({ url: server.httpUrl }));
    await server.client(4);
    server.onClient = platform.accept;
    await log.untilCalled('connected');
    expect(platform.calls).toEqual(['start', 'end game-1', 'start']);
  });

  it('starts anew at once when Bilibili ends its session, not when it ends another', async () => {
    const { log } = connect(bilibili({ url: server.httpUrl }));
    await log.untilCalled('connected');
    const first = await server.client(1);
    first.send(commands(sessionEnd('game-9'), comment(1)));
    await log.until(({ events }) => events.length === 1);
    expect(log.of('disconnected')).toEqual([]);
    first.send(commands(sessionEnd('game-1')));
    await log.untilCalled('connected', 2);
    expect(log.of('disconnected')).toEqual([['protocol:session-over', expect.anything()]]);
    expect(platform.calls).toEqual(['start', 'end game-1', 'start']);
  });

  it('starts anew when its key is refused', async () => {
    server.onClient = (client) => client.send(packet(8, 1, '{"code":-101}'));
    const { log } = connect(bilibili({ url: server.httpUrl }));
    await log.untilCalled('disconnected');
    server.onClient = platform.accept;
    await log.untilCalled('connected');
    expect(platform.calls.slice(0, 3)).toEqual(['start', 'end game-1', 'start']);
  });

  it.each([
    ['a wrong code', { code: 'WRONG1234' }, '身份码'],
    ['a wrong secret', { accessKeySecret: 'wrong-0123' }, 'accessKeySecret'],
    ['a wrong project', { appId: 7 }, 'appId'],
  ])('tells the way out of %s, without a secret', async (_, options, wayOut) => {
    const { log } = connect(bilibili({ url: server.httpUrl, ...options }));
    const [sentence] = await log.untilCalled('refused');
    expect(sentence).toContain(wayOut);
    expect(sentence).not.toMatch(/0123|BA1C|WRONG/);
    expect(server.clients).toEqual([]);
  });

  it('waits where the room has another session, and where Bilibili fails', async () => {
    platform.codes.set('start', [7002, 5000]);
    const { log } = connect(bilibili({ url: server.httpUrl }));
    expect(await log.untilCalled('refused')).toEqual([
      expect.stringContaining('open in this room'),
    ]);
    expect(await log.untilCalled('refused', 2)).toEqual([expect.stringContaining('5000')]);
    await log.untilCalled('connected');
    expect(log.of('reconnecting')[0]).toEqual([90]);
  });

  it("takes the socket's address from the options instead of the start", async () => {
    platform.linksOf = () => ['ws://127.0.0.1:9/nobody'];
    const { log } = connect(bilibili({ url: `${server.url}/mine` }));
    await log.untilCalled('connected');
    expect((await server.client(1)).request.url).toBe('/mine');
  });

  it('tries again where the start gives no valid address', async () => {
    platform.linksOf = () => [];
    const { log } = connect(bilibili({ url: server.httpUrl }));
    expect(await log.untilCalled('refused')).toEqual(['Bilibili told no address of the chat.']);
    platform.linksOf = (host) => [`ws://${host}/sub`];
    await eventually(() => log.of('connected').length > 0, 'connected');
  });
});
