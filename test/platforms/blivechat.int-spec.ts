import { loadSources } from '#platforms';
import type { SourceProtocol } from '#source';
import { connect, stopConnections } from '../source/connection-rig.js';
import { describeSourceConformance } from '../source/source-conformance.js';
import { eventually } from '../support/eventually.js';
import { blivechatText, serveBlivechat } from '../support/platforms/blivechat.js';
import { StandInServer } from '../support/platforms/stand-in-server.js';

const SOURCES = await loadSources();

function blivechat(options: object): SourceProtocol {
  return SOURCES.get('blivechat')!.protocol!(options);
}

function text(serial: number): Buffer {
  return blivechatText(`m-${serial}`, `第${serial}`, ['c1f2a3', '安娜']);
}

describeSourceConformance({
  name: 'blivechat',
  create: ({ url }) => blivechat({ url, roomId: 42 }),
  goodFrame: (serial) => ({
    frame: text(serial),
    events: [
      {
        type: 'comment',
        id: `m-${serial}`,
        timestamp: 1_700_000_000_000,
        user: { userId: 'bilibili_c1f2a3', name: '安娜', level: 5, badge: '', badgeLevel: 0 },
        text: `第${serial}`,
      },
    ],
  }),
  garbage: ['{', '[]', '{"cmd":2,"data":{}}', '{"cmd":3}', Buffer.from([0xff, 0])],
  ignored: [{ frame: Buffer.from('{"cmd":7,"data":["a","b"]}'), kind: 'translation' }],
  ends: [
    { code: 1000, rule: 'reconnect' },
    { frame: '{"cmd":8,"data":{"type":1,"msg":"x"}}', rule: 'refused' },
    { frame: '{"cmd":8,"data":{"type":2,"msg":"x"}}', rule: 'slow' },
  ],
});

const isBeat = (frame: string | Buffer): boolean => frame === '{"cmd":0,"data":{}}';

describe('blivechat', () => {
  let server: StandInServer;

  beforeEach(async () => {
    server = await StandInServer.start();
  });

  afterEach(async () => {
    await stopConnections();
    await server.stop();
  });

  it.each([
    [{ roomId: '42' }, { type: 1, value: 42 }],
    [{ code: 'BA1CDE2FGH3J4' }, { type: 2, value: 'BA1CDE2FGH3J4' }],
  ])('joins with %j, and answers heartbeats', async (options, roomKey) => {
    connect(blivechat({ url: server.url, ...options }));
    const client = await server.client(1);
    expect(JSON.parse((await client.said(() => true)).toString())).toEqual({
      cmd: 1,
      data: { roomKey, config: { autoTranslate: false } },
    });
    client.send(Buffer.from('{"cmd":0,"data":{}}'));
    await client.said(isBeat);
  });

  it('stays connected to a server that closes without heartbeats', async () => {
    // It closes after ten seconds without an answer: on a busy machine an answer takes a while.
    server.onClient = (client) => serveBlivechat(client, 20, 500);
    const { log } = connect(blivechat({ url: server.url, roomId: 42 }));
    const client = await server.client(1);
    const answers = (): number => client.frames.filter(isBeat).length;
    const isOver = (): boolean => answers() >= 20 || log.of('disconnected').length > 0;
    await eventually(isOver, 'heartbeats are answered');
    expect(log.of('disconnected')).toEqual([]);
    expect(server.clients).toHaveLength(1);
  });
});
