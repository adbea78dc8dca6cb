import { loadSources } from '#platforms';
import type { SourceProtocol } from '#source';
import { connect, stopConnections } from '../source/connection-rig.js';
import { describeSourceConformance } from '../source/source-conformance.js';
import { StandInServer } from '../source/stand-in-server.js';

const SOURCES = await loadSources();

function huya(options: object): SourceProtocol {
  const app = { roomId: 42, appId: 'app1', appSecret: 'secret-0123' };
  return SOURCES.get('huya-open')!.protocol!({ ...app, ...options });
}

function message(serial: number): string {
  const data = { sendNick: '林', unionId: 'un12ab', content: `第${serial}`, badgeName: '' };
  return JSON.stringify({ notice: 'getMessageNotice', data });
}

describeSourceConformance({
  name: 'huya-open',
  create: ({ url }) => huya({ url }),
  goodFrame: (serial) => ({
    frame: message(serial),
    events: [
      {
        type: 'comment',
        user: { userId: 'huya_un12ab', name: '林', level: 0, badge: '', badgeLevel: 0 },
        text: `第${serial}`,
      },
    ],
  }),
  garbage: ['{', '[]', '{"notice":"getMessageNotice","data":{}}', Buffer.from([0xff])],
  ignored: [
    { frame: 'pong', kind: 'keep-alive' },
    { frame: '{"notice":"getShareLiveNotice","data":{}}', kind: 'getShareLiveNotice' },
  ],
  heartbeat: 'ping',
  ends: [
    { code: 1000, rule: 'reconnect' },
    { frame: '{"notice":"command","statusCode":403}', rule: 'refused' },
  ],
});

describe('huya-open', () => {
  let server: StandInServer;

  beforeEach(async () => {
    server = await StandInServer.start();
  });

  afterEach(async () => {
    await stopConnections();
    await server.stop();
  });

  it('subscribes to the notices, and tells the way out of a refusal, without a secret', async () => {
    const { log } = connect(huya({ url: server.url }));
    const client = await server.client(1);
    expect(JSON.parse((await client.said(() => true)).toString())).toEqual({
      command: 'subscribeNotice',
      data: [
        'getMessageNotice',
        'getSendItemNotice',
        'getVipEnterBannerNotice',
        'getOpenNobleNotice',
        'getOpenGuardianNotice',
        'getShareLiveNotice',
        'getUserDoButtonLikeNotice',
      ],
      reqId: expect.any(Number),
    });
    client.send('{"statusCode":401,"statusMsg":"secret-0123"}');
    const [sentence] = await log.untilCalled('refused');
    expect(sentence).toContain('appSecret');
    expect(sentence).not.toContain('0123');
  });
});
