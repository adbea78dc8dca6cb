import { RedisServer } from '../support/redis-server.js';
import { ApiRig, bearer, ROOM, type ApiAnswer } from './api-rig.js';

/** Enough for it to take several parts of a second, so that something can come between. */
const COUNT = 1_500;
const LAST = nameOf(COUNT - 1);
const target = { roomId: ROOM, jobId: 'job-1' };

let redis: RedisServer;
let rig: ApiRig;

beforeEach(async () => {
  redis = await RedisServer.start();
  rig = await ApiRig.start({ redis });
});

afterEach(async () => {
  await rig.stop();
  await redis.stop();
});

function nameOf(number: number): string {
  return `shop-${String(number).padStart(4, '0')}`;
}

function specOf(name: string, maxTextLength: number): object {
  return { name, source: { type: 'push' }, target, maxTextLength };
}

function ofUser(name: string, appUserId: string): object {
  return { ...specOf(name, 100), target: { roomId: 'a-room-of-one-user', appUserId } };
}

async function importAll(maxTextLength = 100, last: readonly object[] = []): Promise<ApiAnswer> {
  const all = Array.from({ length: COUNT }, (_, i) => specOf(nameOf(i), maxTextLength));
  const bridges = [...all, ...last];
  const headers = { ...bearer, 'content-type': 'application/yaml' };
  return rig.ask('POST', '/api/configuration/import', {
    headers,
    body: JSON.stringify({ bridges }),
  });
}

async function firstRevision(): Promise<string | null> {
  return rig.relay.redis.hget(rig.relay.keys.records.index, nameOf(0));
}

/** Begins an import, and waits until its first bridge is saved. */
async function begun(
  maxTextLength?: number,
  last?: readonly object[],
): Promise<{ readonly answer: Promise<ApiAnswer> }> {
  const before = await firstRevision();
  const answer = importAll(maxTextLength, last);
  // Without a pause: there is little time until the last one is.
  while ((await firstRevision()) === before);
  return { answer };
}

/** The names that the answer to a stopped import tells. */
function toldBy({ body }: ApiAnswer): { created: string[]; left: string[] } {
  const { created } = body['imported'] as { created: string[] };
  return { created, left: body['left'] as string[] };
}

async function names(): Promise<string[]> {
  return (await rig.relay.bridges.names()).filter((name) => name.startsWith('shop-'));
}

/** Has bridges there before the import. */
async function stage(count: number): Promise<void> {
  const { relay } = rig;
  const rows = Array.from({ length: count }, (_, i): [string, number, string] => {
    return [`other-${i}`, i + 1, `${i + 1} 1 {}`];
  });
  const known = String(count);
  await relay.redis.restoreRecords({ ...relay.keys.records, known, isLast: 1, rows });
}

/** How often Redis was asked for all of something. */
async function wholeReads(): Promise<number> {
  const stats = await rig.relay.redis.info('commandstats');
  return Number(/cmdstat_hgetall:calls=(\d+)/.exec(stats)?.[1] ?? 0);
}

describe('an import that something comes between', () => {
  it('tells what was done and what is left where somebody else makes one of its bridges, and can be sent again', async () => {
    const { answer } = await begun();
    const made = await rig.ask('POST', '/api/bridges', { headers: bearer, body: specOf(LAST, 7) });
    expect(made.status).toBe(201);

    const stopped = await answer;
    expect([stopped.status, stopped.body['type']]).toEqual([409, 'urn:live-relay:problem:exists']);
    const { created, left } = toldBy(stopped);
    expect(left).toEqual([LAST]);
    expect(created).toHaveLength(COUNT - 1);
    expect(await names()).toEqual([...created, LAST]);
    expect(stopped.body['detail']).toContain(`stopped at ${LAST}`);

    const { body } = await importAll();
    expect(body).toEqual({ created: [], changed: [LAST], unchanged: created });
  });

  it('leaves a bridge as somebody else has changed it meanwhile', async () => {
    await importAll();
    const { answer } = await begun(50);
    const headers = { ...bearer, 'if-match': '*' };
    const path = `/api/bridges/${LAST}`;
    const changed = await rig.ask('PUT', path, { headers, body: specOf(LAST, 7) });
    expect(changed.status).toBe(200);

    const stopped = await answer;
    expect(stopped.body).toMatchObject({
      type: 'urn:live-relay:problem:changed-meanwhile',
      imported: { created: [] },
      left: [LAST],
    });
    const { body } = await rig.ask('GET', path, { headers: bearer });
    expect(body).toMatchObject({ spec: { maxTextLength: 7 } });
  });

  it('makes none that disagrees on its target with one that somebody else makes meanwhile', async () => {
    const { answer } = await begun(100, [ofUser('last', 'a')]);
    const made = await rig.ask('POST', '/api/bridges', {
      headers: bearer,
      body: ofUser('meanwhile', 'b'),
    });
    expect(made.status).toBe(201);
    const stopped = await answer;
    expect(stopped.body).toMatchObject({
      type: 'urn:live-relay:problem:invalid',
      errors: [{ pointer: `/bridges/${COUNT}/target/appUserId` }],
      left: ['last'],
    });
    expect(toldBy(stopped).created).toHaveLength(COUNT);
  });

  it('tells what was done where Redis answers no more, and not that nothing was', async () => {
    const { answer } = await begun();
    await redis.stop();
    const stopped = await answer;
    expect(stopped.status).toBe(503);
    const { created, left } = toldBy(stopped);
    expect(created[0]).toBe(nameOf(0));
    expect([...created, ...left]).toEqual(Array.from({ length: COUNT }, (_, i) => nameOf(i)));
    expect(stopped.body['detail']).toContain(`stopped at ${left[0]}. Redis did not answer`);
  });
});

it('makes none where there is no room for all of them', async () => {
  await stage(9_950);
  const refused = await importAll();
  expect(refused).toMatchObject({ status: 409, body: { type: 'urn:live-relay:problem:too-many' } });
  expect(refused.body['detail']).toContain(`9950 are there, and these would be ${COUNT} more`);
  expect(await names()).toEqual([]);
});

it('reads all bridges again only after some dozens of them', async () => {
  await stage(3_000);
  const before = await wholeReads();
  const { body } = await importAll();
  expect(body['created']).toHaveLength(COUNT);
  // This process does so before each part, and as it hears of it.
  expect((await wholeReads()) - before).toBeLessThan(COUNT / 10);
});

it('reads the other bridges for no action on one', async () => {
  await stage(3_000);
  const headers = { ...bearer, 'if-match': '*' };
  const path = '/api/bridges/mine';
  await rig.ask('POST', '/api/bridges', { headers: bearer, body: specOf('mine', 100) });
  const before = await wholeReads();
  for (const action of ['pause', 'resume']) {
    expect((await rig.ask('POST', `${path}/${action}`, { headers })).status).toBe(200);
  }
  const body = { maxTextLength: 50 };
  expect((await rig.ask('PATCH', path, { headers, body })).status).toBe(200);
  expect((await rig.ask('GET', path, { headers: bearer })).body).toMatchObject({ spec: body });
  expect((await rig.ask('DELETE', path, { headers })).status).toBe(204);
  expect((await wholeReads()) - before).toBe(0);
});
