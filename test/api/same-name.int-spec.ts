import { RedisServer } from '../support/redis-server.js';
import { ApiRig, bearer, type ApiAnswer } from './api-rig.js';

const PATH = '/api/bridges/both';
const any = { ...bearer, 'if-match': '*' };
const yaml = { ...bearer, 'content-type': 'application/yaml' };
const source = { type: 'twitch-irc', channel: 'somebody' };
const made = { name: 'both', source, target: { roomId: 'room-of-the-api' } };
const filed = { name: 'both', source: { type: 'push' }, target: { roomId: 'room-of-the-file' } };

/** Without the bridge in its file. */
let without: ApiRig;
let rig: ApiRig;

beforeAll(async () => {
  const redis = await RedisServer.shared();
  without = await ApiRig.start({ redis });
  await without.ask('POST', '/api/bridges', { headers: bearer, body: made });
  rig = await ApiRig.start({ redis, prefix: without.prefix, bridges: [filed] });
});

afterAll(async () => {
  await Promise.all([rig.stop(), without.stop()]);
});

async function madeNow(): Promise<ApiAnswer> {
  return without.ask('GET', PATH, { headers: bearer });
}

describe('a bridge of the API whose name one of the file has', () => {
  it.each([
    ['PUT', '', { source, target: made.target }],
    ['PATCH', '', { maxTextLength: 9 }],
    ['POST', '/pause', undefined],
    ['POST', '/resume', undefined],
  ])('is not changed in its place: %s%s', async (method, below, body) => {
    const answer = await rig.ask(method, PATH + below, { headers: any, body });
    expect(answer).toMatchObject({
      status: 409,
      body: { type: 'urn:live-relay:problem:provisioned' },
    });
    expect((await madeNow()).body).toMatchObject({ spec: made, wanted: 'running' });
  });

  it('is not exported beside it, and not changed by what was exported', async () => {
    const path = '/api/configuration/export?origin=all';
    const { text } = await rig.ask('GET', path, { headers: bearer });
    expect(text.match(/name: both/g)).toHaveLength(1);
    const back = await rig.ask('POST', '/api/configuration/import', { headers: yaml, body: text });
    expect(back.body).toEqual({ created: [], changed: [], unchanged: ['both'] });
    const body = JSON.stringify({ bridges: [made] });
    const other = await rig.ask('POST', '/api/configuration/import', { headers: yaml, body });
    expect(other).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/bridges/0', detail: 'is in the file: change it there' }] },
    });
    expect((await madeNow()).body).toMatchObject({ spec: made });
  });

  it('is told as one that does not run, and can be taken away', async () => {
    const { body } = await rig.ask('GET', '/api/bridges?q=both', { headers: bearer });
    expect(body['items']).toMatchObject([{ origin: 'api', shadowed: true }]);
    expect((await rig.ask('DELETE', PATH, { headers: any })).status).toBe(204);
    expect((await madeNow()).status).toBe(404);
    const left = await rig.ask('GET', PATH, { headers: bearer });
    expect(left.body).toMatchObject({ origin: 'file', spec: filed });
  });
});
