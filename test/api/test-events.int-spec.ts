import { RedisServer } from '../support/redis-server.js';
import { ApiRig, bearer, ROOM, viewer } from './api-rig.js';

let rig: ApiRig;

beforeAll(async () => {
  const target = { roomId: ROOM, jobId: 'job-1' };
  const bridges = [
    { name: 'shop', source: { type: 'push' }, target },
    { name: 'picky', source: { type: 'push' }, target, filter: { minLength: 100 } },
  ];
  const shown = { trail: 'on', console: { showEvents: true } };
  rig = await ApiRig.start({ redis: await RedisServer.shared(), bridges, ...shown });
});

afterAll(async () => {
  await rig.stop();
});

async function send(bridge: string, body: object, headers: Record<string, string> = bearer) {
  return rig.ask('POST', `/api/bridges/${bridge}/test-event`, { headers, body });
}

describe('a test event', () => {
  it('passes like any other event, is counted, and is in the audit trail', async () => {
    const sent = await send('shop', { text: 'Is this thing on?', confirm: true });
    expect([sent.status, sent.body]).toEqual([200, { target: `default/${ROOM}/job-1` }]);
    const { body } = await rig.ask('GET', '/api/status', { headers: bearer });
    const rows = body['bridges'] as { bridge: string }[];
    expect(rows.find(({ bridge }) => bridge === 'shop')).toMatchObject({
      received: 1,
      waiting: 1,
      unaccounted: 0,
    });
    const audit = await rig.ask('GET', '/api/audit', { headers: bearer });
    expect(audit.text).toContain('bridge.test-event');
    const trail = await rig.ask('GET', '/api/trail?text=thing', { headers: bearer });
    expect(trail.body['events']).toMatchObject([
      { bridge: 'shop', type: 'comment', text: 'Is this thing on?', state: 'waiting' },
    ]);
  });

  it('names the filter that dropped it', async () => {
    const { body } = await send('picky', { text: 'short', confirm: true });
    expect(body['dropped']).toBe('filtered_length');
  });

  it('is not sent without confirmation, or for a viewer', async () => {
    expect((await send('shop', { text: 'x' })).status).toBe(409);
    expect((await send('shop', { confirm: true }, viewer)).status).toBe(403);
    expect((await send('none', { confirm: true })).status).toBe(404);
    expect((await send('shop', { type: 'raw', confirm: true })).status).toBe(400);
  });

  it('is not sent where nothing is left of its text that could be said', async () => {
    for (const text of ['\u200b', '\u{e0041}\u2060 ']) {
      const { status, body } = await send('shop', { text, confirm: true });
      expect([text, status, body['errors']]).toEqual([
        text,
        400,
        [{ pointer: '/text', detail: 'must say something' }],
      ]);
    }
  });
});
