import { loadSources } from '#platforms';
import type { SourceProtocol } from '#source';
import { connect, stopConnections } from '../source/connection-rig.js';
import { describeSourceConformance } from '../source/source-conformance.js';
import { douyuPacket, douyuText, serveDouyu } from '../support/platforms/douyu.js';
import { StandInServer, type StandInClient } from '../support/platforms/stand-in-server.js';

const SOURCES = await loadSources();

function douyu(options: object): SourceProtocol {
  return SOURCES.get('douyu')!.protocol!({ roomId: 42, ...options });
}

function said(serial: number): string {
  return `type@=chatmsg/rid@=42/uid@=9001/nn@=文/txt@=第${serial}/cid@=c-${serial}/cst@=1700000000123/level@=2/bnn@=/bl@=0/`;
}

describeSourceConformance({
  name: 'douyu',
  create: ({ url }) => douyu({ url }),
  handshake: serveDouyu,
  goodFrame: (serial) => ({
    frame: douyuPacket(said(serial)),
    events: [
      {
        type: 'comment',
        id: `c-${serial}`,
        timestamp: 1_700_000_000_123,
        user: { userId: 'douyu_9001', name: '文', level: 2, badge: '', badgeLevel: 0 },
        text: `第${serial}`,
      },
    ],
  }),
  garbage: [
    Buffer.alloc(12),
    douyuPacket('no type'),
    douyuPacket(said(0)).subarray(0, -3),
    douyuPacket('type@=chatmsg/'),
    'hello',
  ],
  heartbeat: Buffer.from('1400000014000000b102000074797065403d6d726b6c2f00', 'hex'),
  ends: [{ code: 1000, rule: 'reconnect' }],
});

describe('douyu', () => {
  let server: StandInServer;

  beforeEach(async () => {
    server = await StandInServer.start();
  });

  afterEach(async () => {
    await stopConnections();
    await server.stop();
  });

  it('logs in, joins all messages of the room, and is connected once that is confirmed', async () => {
    const { connection, log } = connect(douyu({ url: server.url }));
    const client = await server.client(1);
    await client.said((frame) => douyuText(frame).startsWith('type@=joingroup'));
    expect(client.frames.map(douyuText)).toEqual([
      'type@=loginreq/roomid@=42/',
      'type@=joingroup/rid@=42/gid@=-9999/',
    ]);
    expect(connection.state).toBe('handshaking');
    client.send(douyuPacket('type@=loginres/'));
    await log.untilCalled('connected');
  });

  it('does not join packets of two connections', async () => {
    server.onClient = serveDouyu;
    const { log } = connect(douyu({ url: server.url }));
    await log.untilCalled('connected');
    const half = douyuPacket(said(1)).subarray(0, 30);
    const first: StandInClient = await server.client(1);
    first.send(half);
    first.send(Buffer.from('and more'));
    await log.until(() => log.of('received').length >= 3);
    first.socket.close(1011);
    await log.untilCalled('connected', 2);
    (await server.client(2)).send(douyuPacket(said(2)));
    await log.until(({ events }) => events.length === 1);
    expect(log.events).toMatchObject([{ id: 'c-2' }]);
    expect(log.of('malformed')).toEqual([]);
  });
});
