import { eventually } from '../support/eventually.js';
import { RedisServer } from '../support/redis-server.js';
import { ApiRig, bearer, ROOM, type ApiAnswer } from './api-rig.js';

const COUNT = 80;
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
  return `shop-${String(number).padStart(3, '0')}`;
}

function specOf(name: string, channel = name.replace('-', '_')): object {
  return { name, source: { type: 'twitch-irc', channel }, target };
}

async function importAll(): Promise<ApiAnswer> {
  const bridges = Array.from({ length: COUNT }, (_, i) => specOf(nameOf(i)));
  const headers = { ...bearer, 'content-type': 'application/yaml' };
  return rig.ask('POST', '/api/configuration/import', {
    headers,
    body: JSON.stringify({ bridges }),
  });
}

async function isBegun(): Promise<boolean> {
  return (await rig.relay.redis.hexists(rig.relay.keys.records.index, nameOf(0))) === 1;
}

/** The names that the answer to a stopped import tells. */
function toldBy({ body }: ApiAnswer): { created: string[]; left: string[] } {
  const { created } = body['imported'] as { created: string[] };
  return { created, left: body['left'] as string[] };
}

async function names(): Promise<string[]> {
  const { body } = await rig.ask('GET', '/api/bridges?q=shop-&limit=500', { headers: bearer });
  return (body['items'] as { name: string }[]).map(({ name }) => name);
}

describe('an import that something comes between', () => {
  it('tells what was done and what is left where somebody else makes one of its bridges, and can be sent again', async () => {
    const importing = importAll();
    await eventually(isBegun, 'the first bridge is made');
    const made = await rig.ask('POST', '/api/bridges', {
      headers: bearer,
      body: specOf(LAST, 'another'),
    });
    expect(made.status).toBe(201);

    const stopped = await importing;
    expect([stopped.status, stopped.body['type']]).toEqual([409, 'urn:live-relay:problem:exists']);
    const { created, left } = toldBy(stopped);
    expect(left).toEqual([LAST]);
    expect(created).toHaveLength(COUNT - 1);
    expect(await names()).toEqual([...created, LAST]);
    expect(stopped.body['detail']).toContain(`stopped at ${LAST}`);

    const { body } = await importAll();
    expect(body).toEqual({ created: [], changed: [LAST], unchanged: created });
  });

  it('tells what was done where Redis answers no more, and not that nothing was', async () => {
    const importing = importAll();
    await eventually(isBegun, 'the first bridge is made');
    await redis.stop();
    const stopped = await importing;
    expect(stopped.status).toBe(503);
    const { created, left } = toldBy(stopped);
    expect(created[0]).toBe(nameOf(0));
    expect([...created, ...left]).toEqual(Array.from({ length: COUNT }, (_, i) => nameOf(i)));
    expect(stopped.body['detail']).toContain(`stopped at ${left[0]}. Redis did not answer`);
  });
});

it('makes none where there is no room for all of them', async () => {
  const { relay } = rig;
  const rows = Array.from({ length: 9_950 }, (_, i): [string, number, string] => {
    return [`other-${i}`, i + 1, `${i + 1} 1 {}`];
  });
  await relay.redis.restoreRecords({ ...relay.keys.records, known: '9950', isLast: 1, rows });
  const refused = await importAll();
  expect(refused).toMatchObject({ status: 409, body: { type: 'urn:live-relay:problem:too-many' } });
  expect(refused.body['detail']).toContain('9950 are there, and these would be 80 more');
  expect(await names()).toEqual([]);
});
