import { BufferRig, event, firstPlaces, limitsOf } from '../event-buffer/support/buffer-rig.js';
import { Simulator } from '../../apps/simulator/src/index.js';
import { RedisServer } from '../support/redis-server.js';
import { ApiRig, bearer, ROOM, viewer } from './api-rig.js';

const WORDS = { code: 'MSS.00000003', message: 'Invalid parameter', requestId: 'r-1', at: 5 };
const TARGET = `default/${ROOM}/job-1`;
const path = `/api/targets/${encodeURIComponent(TARGET)}`;

let rig: ApiRig;
let buffer: BufferRig;
let simulator: Simulator;

beforeAll(async () => {
  simulator = await new Simulator({
    rooms: Array.from({ length: 5 }, (_, i) => ({ roomId: `r${i}`, jobId: `j${i}` })),
  }).start();
  const { projectId, accessKey, secretKey } = simulator.settings;
  rig = await ApiRig.start({
    redis: await RedisServer.shared(),
    metastudio: {
      endpoint: simulator.url,
      projectId,
      auth: { type: 'aksk', accessKey, secretKey },
    },
  });
  buffer = await BufferRig.open(undefined, rig.prefix);
});

afterAll(async () => {
  buffer.close();
  await rig.stop();
  await simulator.stop();
});

async function get(address: string) {
  return rig.ask('GET', address, { headers: bearer });
}

async function post(address: string, body?: unknown, headers = {}) {
  return rig.ask('POST', address, { headers: { ...bearer, ...headers }, body });
}

/** Has MetaStudio refuse so many comments of a target. */
async function refuse(target: string, count: number, text = 'a secret wish'): Promise<void> {
  const events = Array.from({ length: count }, () => event('comment', text));
  await buffer.append(events, { target });
  const drain = await buffer.drain(target);
  await drain.readAhead();
  const batch = drain.window.cut(limitsOf(1000), firstPlaces(1000));
  await drain.settle(
    batch,
    true,
    {},
    batch.refused.map(() => WORDS),
  );
}

function itemsOf({ body }: { body: Record<string, unknown> }): Record<string, unknown>[] {
  return body['items'] as Record<string, unknown>[];
}

describe('a target', () => {
  it('exists as soon as a bridge names it, and is changed at the version that was read', async () => {
    const [target] = itemsOf(await get('/api/targets?limit=1'));
    expect(target).toMatchObject({
      target: TARGET,
      project: 'default',
      roomId: ROOM,
      jobId: 'job-1',
      state: 'idle',
      bridges: ['shop'],
      deadLetters: 0,
      control: { revision: 0, state: 'running' },
    });
    const { headers, body } = await get(path);
    expect(body).toEqual(target);
    const ifMatch = { 'if-match': headers['etag']! };
    const paused = await post(`${path}/pause`, undefined, ifMatch);
    expect(paused.status).toBe(200);
    expect(paused.body).toMatchObject({
      state: 'paused',
      control: { revision: 1, state: 'paused', by: 'RELAY_API_TOKEN', at: expect.any(Number) },
    });
    const late = await post(`${path}/hold`, undefined, ifMatch);
    expect(late.status).toBe(412);
    expect(late.headers['etag']).toBe(paused.headers['etag']);
    expect((await post(`${path}/hold`)).status).toBe(428);
    expect((await post(`${path}/hold`, undefined, { 'if-match': '"1", "2"' })).status).toBe(412);
    const resumed = await post(`${path}/resume`, undefined, { 'if-match': '*' });
    expect(resumed.body).toMatchObject({ state: 'idle', control: { state: 'running' } });
  });

  it('is not changed by a viewer', async () => {
    const headers = { ...viewer, 'if-match': '*' };
    expect((await rig.ask('POST', `${path}/pause`, { headers })).status).toBe(403);
    expect((await get(path)).body).toMatchObject({ control: { state: 'running' } });
  });

  it.each(['none', 'default%2Fnone', '..%2F..', '%00', '__proto__'])(
    'answers 404 for %s',
    async (name) => {
      expect((await get(`/api/targets/${name}`)).status).toBe(404);
      const tried = await post(`/api/targets/${name}/pause`, undefined, { 'if-match': '*' });
      expect(tried.status).toBe(404);
    },
  );

  it('is listed in pages, each once', async () => {
    const names = ['default/a', 'default/b', 'default/c'];
    for (const name of names) await buffer.appender().register({ target: name, bridge: 'main' });
    const seen: unknown[] = [];
    let next = '';
    do {
      const { body } = await get(`/api/targets?limit=2${next}`);
      seen.push(...itemsOf({ body }).map(({ target }) => target));
      next = typeof body['next'] === 'string' ? `&cursor=${body['next']}` : '';
    } while (next !== '');
    expect(seen).toEqual([TARGET, ...names].sort());
  });
});

describe('one record', () => {
  it('takes no query, as lists take none that they do not know', async () => {
    for (const asked of ['/api/settings?verbose=1', '/api/targets/none?verbose=secret-value']) {
      const { status, body, text } = await get(asked);
      expect([status, body['errors']]).toEqual([
        400,
        [{ parameter: 'verbose', detail: 'is none that is known' }],
      ]);
      expect(text).not.toContain('secret-value');
    }
  });
});

describe('a list', () => {
  it('reports all problems of its query at once, without a value', async () => {
    const { status, body, text } = await get(
      '/api/targets?limit=501&curser=secret-value&cursor=%24secret-value&limit=2',
    );
    expect(status).toBe(400);
    expect(body['errors']).toEqual([
      { parameter: 'limit', detail: 'must be given once' },
      { parameter: 'curser', detail: 'is none that is known; did you mean cursor?' },
      { parameter: 'cursor', detail: 'must be the next of the page before' },
    ]);
    expect(text).not.toContain('secret-value');
    expect((await get('/api/targets?cursor=AA')).status).toBe(200);
    expect((await get('/api/audit?cursor=AA')).status).toBe(400);
  });
});

describe('dead letters', () => {
  it('are listed without what viewers wrote, in pages over all targets', async () => {
    await refuse('default/a', 3);
    await refuse('default/b', 2);
    const first = await get('/api/dead-letters?limit=2');
    expect(itemsOf(first)[0]).toMatchObject({
      target: 'default/a',
      bridge: 'main',
      type: 'comment',
      code: 'MSS.00000003',
    });
    expect(first.text).not.toContain('secret wish');
    const second = await get(`/api/dead-letters?limit=9&cursor=${String(first.body['next'])}`);
    expect(itemsOf(second).map(({ target }) => target)).toEqual([
      'default/a',
      'default/b',
      'default/b',
    ]);
    expect(second.body).not.toHaveProperty('next');
    expect((await get('/api/dead-letters/count?target=default/a')).body).toEqual({ count: 3 });
    expect((await get('/api/dead-letters/count?code=none')).body).toEqual({ count: 0 });
  });

  it('are shown one by one, and exported, with what viewers wrote', async () => {
    const [letter] = itemsOf(await get('/api/dead-letters?limit=1'));
    const address = `/api/dead-letters/default%2Fa/${String(letter!['id'])}`;
    const shown = await get(address);
    expect(shown.body).toMatchObject({ ...letter, event: { type: 1 } });
    expect(shown.text).toContain('secret wish');
    expect(shown.headers['etag']).toBe(`"${String(letter!['id'])}"`);
    const exported = await get('/api/dead-letters/export');
    expect(exported.headers['content-type']).toBe('application/x-ndjson; charset=utf-8');
    const lines = exported.text.trim().split('\n');
    expect(lines).toHaveLength(5);
    expect(JSON.parse(lines[0]!)).toEqual(shown.body);
    expect((await get('/api/dead-letters/export?target=default/none')).status).toBe(400);
    expect((await get('/api/dead-letters/default%2Fa/1-1')).status).toBe(404);
    expect((await get('/api/dead-letters/%2A/*')).status).toBe(404);
  });

  it('are replayed or dropped only as many as the request confirms', async () => {
    for (const body of [{}, { all: false }, { all: true, target: 'default/a' }]) {
      expect((await post('/api/dead-letters/drop', body)).status).toBe(400);
    }
    const wrong = await post('/api/dead-letters/drop', { target: 'default/aa', ids: ['x'], al: 1 });
    expect(wrong.body['errors']).toEqual([
      { pointer: '/al', detail: 'is no key that is known; did you mean all?' },
      { pointer: '/ids', detail: 'must be a list of at most 1000 ids of letters' },
    ]);
    const dropped = await post('/api/dead-letters/drop', { target: 'default/b' });
    expect(dropped.body).toEqual({ dropped: 2 });
    const replayed = await post('/api/dead-letters/replay', { all: true });
    expect(replayed.body).toEqual({ replayed: 3, left: 0 });
    expect(await buffer.ledger.table.waiting('default/a')).toBe(3);
    const [row] = await buffer.ledger.rowsOf('default/b');
    expect(row).toMatchObject({ dropped: { dead_letter_discarded: 2 }, unaccounted: 0 });
  });

  it('are deleted one at a time at the version that was read', async () => {
    await refuse('default/c', 2);
    const [letter] = itemsOf(await get('/api/dead-letters?target=default/c'));
    const address = `/api/dead-letters/default%2Fc/${String(letter!['id'])}`;
    const remove = async (ifMatch?: string) =>
      rig.ask('DELETE', address, {
        headers: { ...bearer, ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }) },
      });
    expect((await remove()).status).toBe(428);
    expect((await remove('"1-1"')).status).toBe(412);
    expect((await remove(`"${String(letter!['id'])}"`)).status).toBe(204);
    expect((await remove('*')).status).toBe(404);
    expect((await get('/api/dead-letters/count')).body).toEqual({ count: 1 });
  });
});

describe('rooms and jobs of MetaStudio', () => {
  it('are listed in pages with their filters', async () => {
    const first = await get('/api/rooms?limit=3');
    expect(itemsOf(first).map(({ roomId }) => roomId)).toEqual(['r0', 'r1', 'r2']);
    const second = await get(`/api/rooms?limit=3&cursor=${String(first.body['next'])}`);
    expect(itemsOf(second).map(({ roomId }) => roomId)).toEqual(['r3', 'r4']);
    const jobs = await get('/api/jobs?roomId=r2&state=PROCESSING');
    expect(itemsOf(jobs)).toMatchObject([{ jobId: 'j2', roomId: 'r2', state: 'PROCESSING' }]);
    expect(jobs.text).not.toContain('auth_key');
    expect((await get('/api/projects')).body).toEqual({
      items: [{ name: 'default', canList: true }],
    });
  });

  it('are not requested with a wrong filter: all problems are named at once', async () => {
    const before = JSON.stringify(simulator.state());
    const query = 'project=defalt&liveState=A%20B&startTime=yesterday&roomType=1';
    const { status, body } = await get(`/api/rooms?${query}`);
    expect(status).toBe(400);
    expect((body['errors'] as { parameter: string }[]).map(({ parameter }) => parameter)).toEqual([
      'liveState',
      'startTime',
      'roomType',
      'project',
    ]);
    const jobs = await get('/api/jobs?roomId=r1&roomName=x');
    expect(jobs.body['errors']).toEqual([
      { parameter: 'roomName', detail: 'does not go with roomId' },
    ]);
    expect(JSON.stringify(simulator.state())).toBe(before);
  });

  it("answer 502 with MetaStudio's words, in both languages", async () => {
    simulator.fault({ on: 'manage', status: 403, body: { error_code: 'APIGW.0302' } });
    try {
      const { status, body } = await get('/api/rooms');
      expect([status, body['type']]).toEqual([502, 'urn:live-relay:problem:metastudio-failed']);
      expect(body['detail']).toMatch(/permissions/u);
      expect(body['detailZh']).toMatch(/^该凭证没有权限。.*（403，APIGW\.0302/u);
      simulator.clearFaults();
      const wrong = { error_code: 'MSS.0001', error_msg: 'offset is out of range' };
      simulator.fault({ on: 'manage', status: 400, body: wrong });
      const { body: said } = await get('/api/rooms');
      expect(said['detail']).toContain('offset is out of range');
      expect(said['detailZh']).toMatch(/不接受这个请求：offset is out of range（400，MSS\.0001/u);
    } finally {
      simulator.clearFaults();
    }
  });
});

describe('the audit trail', () => {
  it('tells who did what and when, the newest first, in pages', async () => {
    const { body } = await get('/api/audit?limit=2');
    expect(itemsOf({ body })).toMatchObject([
      { by: 'RELAY_API_TOKEN', via: 'bearer', action: 'dead-letters.drop' },
      { action: 'dead-letters.replay', subject: 'all', note: '3' },
    ]);
    const rest = await get(`/api/audit?cursor=${String(body['next'])}`);
    expect(itemsOf(rest).map(({ action }) => action)).toEqual([
      'dead-letters.drop',
      'target.resume',
      'target.pause',
    ]);
    expect(rig.logLines.filter((line) => line.includes('"event":"audit"'))).toHaveLength(5);
  });
});
