import type { LiveEvent } from '#live-event';
import { TrailScribe } from '../../apps/relay/src/trail/trail-words.js';
import { TrailWriter } from '../../apps/relay/src/trail/trail-writer.js';
import { BufferRig } from '../event-buffer/support/buffer-rig.js';
import { RedisServer } from '../support/redis-server.js';
import { ApiRig, bearer, ROOM, viewer } from './api-rig.js';

const TARGET = `default/${ROOM}`;
const comments = { n: 1, everySeconds: 5 };

let rig: ApiRig;
let buffer: BufferRig;

beforeAll(async () => {
  rig = await ApiRig.start({
    redis: await RedisServer.shared(),
    console: { showEvents: true },
    bridges: [bridge('shop'), bridge('other')],
  });
  buffer = await BufferRig.open(undefined, rig.prefix);
  await writeTrail();
});

afterAll(async () => {
  buffer.close();
  await rig.stop();
});

/** What came a minute ago, a tenth of a second apart. */
async function writeTrail(): Promise<void> {
  const scribe = new TrailScribe({ kept: 'plain', salt: '' });
  const writer = new TrailWriter({ redis: buffer.redis, keys: buffer.keys, scribe, failed: fail });
  const trail = writer.of(TARGET, 'shop');
  const from = Math.floor(Date.now() / 5000) * 5000 - 60_000;
  const came = (i: number, event: LiveEvent, reason = ''): void => {
    trail.came(event, from + i * 100, () => `k${i}`, reason, '');
  };
  came(0, comment('主播好漂亮'));
  came(1, comment('包邮吗'));
  came(2, comment('加微信'), 'filtered_word');
  came(3, comment('请问包邮吗'), 'duplicate');
  const user = { ...USER, level: 7, badge: '粉丝团', badgeLevel: 3 };
  came(4, { type: 'gift', user, gift: gift(5) });
  came(5, { type: 'comment', user, text: '防水吗' });
  await writer.stop();
}

const USER = { userId: 'douyin_1', name: 'Ann', level: 0, badge: '', badgeLevel: 0 };

function bridge(name: string): object {
  return { name, source: { type: 'push', token: `token-of-${name}` }, target: { roomId: ROOM } };
}

function comment(text: string): LiveEvent {
  return { type: 'comment', user: USER, text };
}

function gift(value: number) {
  return { giftName: 'Rose', giftNum: 1, giftValue: value, totalValue: value };
}

function fail(error: Error): void {
  throw error;
}

async function ask(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) {
  return rig.ask('POST', `/api/bridges/${path}`, { headers: { ...bearer, ...headers }, body });
}

describe('what-if of the API', () => {
  it('tells the effect of a patch on the last ten minutes, and changes nothing', async () => {
    const patch = { target: { choose: { comments } }, filter: { blockWords: [] } };
    const { status, body } = await ask('shop/what-if', { patch });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      events: 6,
      isSame: false,
      isKept: true,
      hasWords: true,
      untold: 0,
      more: 0,
      counts: {
        reported: { before: 5, after: 2 },
        duplicate: { before: 1, after: 1 },
        not_chosen: { before: 0, after: 3 },
      },
    });
    expect(body['changed']).toContainEqual({
      at: expect.any(Number),
      bridge: 'shop',
      type: 'comment',
      name: 'Ann',
      text: '主播好漂亮',
      before: 'reported',
      after: 'not_chosen',
      other: '防水吗',
    });
    const spec = (await rig.ask('GET', '/api/bridges/shop', { headers: bearer })).body['spec'];
    expect(JSON.stringify(spec)).not.toContain('choose');
  });

  it('takes badges, levels and the worth of gifts into account', async () => {
    const choose = { only: { badges: ['粉丝团'] }, gifts: { minValue: 10 } };
    const { body } = await ask('shop/what-if', { patch: { target: { choose } }, changes: 1 });
    expect(body['counts']).toMatchObject({
      // The gate comes before the buffer, which knows duplicates.
      gated: { before: 0, after: 4 },
      gift_small: { before: 0, after: 1 },
      reported: { before: 5, after: 1 },
    });
    expect(body['changed']).toHaveLength(1);
    expect(body['more']).toBe(4);
  });

  it('changes nothing under the same configuration, and is empty without a trail', async () => {
    const same = await ask('shop/what-if', { patch: {} });
    expect(same.body).toMatchObject({ isSame: true, changed: [], events: 6 });
    const none = await ask('other/what-if', { patch: {} });
    expect(none.body).toMatchObject({ isSame: true, events: 0 });
  });

  it('runs an uploaded recording, whose first line holds the patch', async () => {
    const frames = ['主播好漂亮', '包邮吗', '防水吗'].map((text, i) => {
      const user = { id: `${i + 1}`, name: 'Ann' };
      const frame = JSON.stringify({ type: 'comment', id: `${i}`, user, text });
      return JSON.stringify({ at: 1_700_000_000_000 + i * 100, frame });
    });
    const first = JSON.stringify({ patch: { target: { choose: { comments } } } });
    const type = { 'content-type': 'application/x-ndjson' };
    const text = [first, ...frames, 'no frame'].join('\n');
    const { status, body } = await ask('shop/what-if/recording', text, type);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      events: 3,
      frames: 3,
      strangeLines: 1,
      counts: { reported: { before: 3, after: 1 }, not_chosen: { before: 0, after: 2 } },
    });
    const without = await ask('shop/what-if/recording', frames.join('\n'), type);
    expect(without.status).toBe(400);
    expect((await ask('shop/what-if/recording', 'x', type)).status).toBe(400);
    expect((await ask('shop/what-if/recording', '{}')).status).toBe(415);
    const large = await ask('shop/what-if/recording', 'x'.repeat(16 * 1024 * 1024 + 1), type);
    expect(large.status).toBe(413);
  });

  it('reports all problems of a patch, without a value', async () => {
    const patch = {
      filter: { types: ['secret-type'] },
      target: { choose: { comments: { n: 0, everySeconds: 8 }, gift: 1 } },
    };
    const { status, body, text } = await ask('shop/what-if', { patch });
    expect(status).toBe(400);
    const errors = body['errors'] as { pointer: string }[];
    expect(errors.map(({ pointer }) => pointer).sort()).toEqual([
      '/patch/filter/types',
      '/patch/target/choose/comments/n',
      '/patch/target/choose/gift',
    ]);
    expect(text).not.toContain('secret-type');
    expect((await ask('none/what-if', { patch: {} })).status).toBe(404);
    expect((await ask('shop/what-if', {})).status).toBe(400);
    const looking = { headers: viewer, body: { patch: {} } };
    expect((await rig.ask('POST', '/api/bridges/shop/what-if', looking)).status).toBe(403);
  });
});
