import { GENERIC_MAPPING, Simulator } from '../../apps/simulator/src/index.js';
import { RedisServer } from '../support/redis-server.js';
import { ApiRig, bearer, ROOM, viewer } from './api-rig.js';

const TARGET = `default/${ROOM}/job-1`;
const NAME = 'Secret Name';
const WORDS = 'secret question';

/** A console of a relay that heard one comment, which repeats another. */
async function serve(shown: object | undefined, environment?: Record<string, string>) {
  const redis = await RedisServer.shared();
  const rig = await ApiRig.start({
    redis,
    ...(shown === undefined ? {} : { console: shown }),
    ...(environment === undefined ? {} : { environment }),
  });
  const { redis: link, keys } = rig.relay;
  const now = Date.now();
  const rows = [
    [now - 1000, 'comment', 'k1', '', ''],
    [now, 'comment', 'k2', '', ''],
  ];
  const words = [
    ['douyin_secret1', NAME, WORDS],
    ['douyin_secret2', NAME, WORDS],
  ];
  const records = [
    { k: 'came', bridge: 'shop', rows, words },
    { k: 'chose', at: now, rows: [['k2', 'asked_before', 'k1', 0]] },
  ];
  await link.sadd(keys.targets, TARGET);
  for (const record of records) {
    await link.xadd(keys.of(TARGET).trail, '*', 'r', JSON.stringify(record));
  }
  return rig;
}

describe('the words of viewers', () => {
  it('are shown by no route where console.showEvents is off, to any caller', async () => {
    const rig = await serve({ showEvents: false });
    try {
      for (const headers of [bearer, viewer]) {
        for (const query of ['', '?text=', '?text=%20', `?target=${encodeURIComponent(TARGET)}`]) {
          const { status, body, text } = await rig.ask('GET', `/api/trail${query}`, { headers });
          expect([400, 403]).toContain(status);
          if (status === 403) expect(body['type']).toContain('events-not-shown');
          expect(text).not.toMatch(/secret/iu);
        }
        for (const one of ['s', 'secret', NAME, 'secret1']) {
          const path = `/api/trail?text=${encodeURIComponent(one)}`;
          const { status, body, text } = await rig.ask('GET', path, { headers });
          expect(status).toBe(200);
          expect(body['areWordsShown']).toBe(false);
          expect(text).not.toMatch(/secret/iu);
        }
        for (const path of ['/api/status', '/api/targets', '/api/bridges', '/api/audit']) {
          expect((await rig.ask('GET', path, { headers })).text).not.toMatch(/secret (?:n|q)/iu);
        }
      }
      const asked = { headers: bearer, body: { patch: { filter: { blockWords: ['question'] } } } };
      const preview = await rig.ask('POST', '/api/bridges/shop/what-if', asked);
      expect(preview.body['changed']).toHaveLength(2);
      expect(preview.text).not.toMatch(/secret/iu);
      const path = `/api/trail?text=${encodeURIComponent(WORDS)}`;
      const { body } = await rig.ask('GET', path, { headers: bearer });
      expect(body['events']).toEqual([
        expect.objectContaining({ state: 'dropped', reason: 'asked_before', type: 'comment' }),
        expect.objectContaining({ bridge: 'shop', target: TARGET }),
      ]);
    } finally {
      await rig.stop();
    }
  });

  it('are shown by no trial of a source where console.showEvents is off, whatever its mapping', async () => {
    const simulator = await new Simulator({ chatRate: 200, chatEventsMax: 1000 }).start();
    const onOpen = [JSON.stringify({ op: 'subscribe', room: 'chat' })];
    // Comments are ignored, by what they say.
    const rules = [
      { when: { text: 'none' }, event: 'ignore' },
      { when: { type: 'join' }, event: 'enter', user: { id: 'user.id' } },
    ];
    const curious = { ...GENERIC_MAPPING, rules };
    const specOf = (mapping: object) => {
      const source = { type: 'websocket', url: simulator.chatUrls.generic, onOpen, mapping };
      return { name: 'tried', source, target: { roomId: ROOM } };
    };
    const api = { allowHosts: ['127.0.0.1'] };
    const redis = await RedisServer.shared();
    const rig = await ApiRig.start({ redis, api, console: { showEvents: false } });
    try {
      const test = async (mapping: object) => {
        const body = { spec: specOf(mapping), events: 5, seconds: 30 };
        return (await rig.ask('POST', '/api/bridges/test', { headers: bearer, body })).body;
      };
      const tried = await test(GENERIC_MAPPING);
      expect(tried['events']).toHaveLength(5);
      for (const event of tried['events'] as object[]) {
        expect(event).toEqual({ timestamp: expect.any(Number), type: expect.any(Number) });
      }
      expect((await test(curious))['ignored']).toEqual({ others: expect.any(Number) });
    } finally {
      await rig.stop();
      await simulator.stop();
    }
  });

  it('are shown where console.showEvents is on, which is the default on loopback', async () => {
    for (const shown of [{ showEvents: true }, undefined]) {
      const rig = await serve(shown);
      try {
        const { body } = await rig.ask('GET', '/api/trail', { headers: viewer });
        expect(body['areWordsShown']).toBe(true);
        expect(JSON.stringify(body)).toContain(WORDS);
      } finally {
        await rig.stop();
      }
    }
  });

  it('are not shown where the relay listens beyond this machine, unless switched on', async () => {
    const environment = { HOST: '0.0.0.0', RELAY_API_TOKEN: 'an-operator-of-32-characters-or-so' };
    const rig = await serve(undefined, environment);
    try {
      expect((await rig.ask('GET', '/api/trail', { headers: bearer })).status).toBe(403);
    } finally {
      await rig.stop();
    }
  });
});

describe('a trail of a room that was quiet for ten minutes', () => {
  it.each([
    ['on', true],
    ['off', false],
  ])('is kept where the file says trail: %s, and told so: %j', async (trail, isKept) => {
    const rig = await ApiRig.start({ redis: await RedisServer.shared(), trail });
    try {
      const told = await rig.ask('GET', '/api/trail', { headers: bearer });
      expect(told.body).toMatchObject({ events: [], isKept });
      const asked = { headers: bearer, body: { patch: { filter: { minLength: 3 } } } };
      const tried = await rig.ask('POST', '/api/bridges/shop/what-if', asked);
      expect(tried.body).toMatchObject({ events: 0, isKept });
    } finally {
      await rig.stop();
    }
  });
});
