import type { ServerResponse } from 'node:http';
import { BufferKeys } from '#event-buffer';
import {
  answer,
  startHttpServer,
  type ScriptedServer,
} from '../metastudio/support/scripted-server.js';
import { eventually } from '../support/eventually.js';
import { RedisServer } from '../support/redis-server.js';
import { ApiRig, ROOM, viewer } from './api-rig.js';

const NONE = answer(200, { count: 0, smart_live_rooms: [] });
const AT_ONCE = 8;

/** It holds the first questions back, and answers those after them. */
const held: (() => void)[] = [];
let metaStudio: ScriptedServer;
let rig: ApiRig;

beforeAll(async () => {
  metaStudio = await startHttpServer((request, response: ServerResponse) => {
    const tell = (): void => NONE(request, response);
    if (held.push(tell) > AT_ONCE) tell();
  });
  rig = await ApiRig.start({
    redis: await RedisServer.shared(),
    metastudio: {
      endpoint: metaStudio.origin,
      projectId: 'p',
      auth: { type: 'token', token: 'a-token' },
    },
  });
});

beforeEach(() => {
  held.length = 0;
});

afterAll(async () => {
  await rig.stop();
  await metaStudio.close();
});

async function look(path: string) {
  return rig.ask('GET', path, { headers: viewer });
}

describe('requests that only look and ask MetaStudio', () => {
  it('are served so many at a time, and the others refused', async () => {
    const first = Array.from({ length: AT_ONCE }, async () => look('/api/rooms'));
    await eventually(() => held.length === AT_ONCE, 'all of them are asked');
    const target = encodeURIComponent(`default/${ROOM}/job-1`);
    for (const path of ['/api/rooms', '/api/jobs', `/api/targets/${target}/answers`]) {
      const refused = await look(path);
      expect(refused).toMatchObject({
        status: 503,
        headers: { 'retry-after': '1' },
        body: { type: 'urn:live-relay:problem:too-many-questions' },
      });
    }
    for (const tell of held) tell();
    for (const one of await Promise.all(first)) expect(one.status).toBe(200);
    expect((await look('/api/rooms')).status).toBe(200);
  });
});

describe('requests that ask why', () => {
  it('are served so many at a time, and the others refused', async () => {
    const { redis } = rig.relay;
    const keys = new BufferKeys(rig.prefix);
    const target = `default/${ROOM}/job-1`;
    const record = { k: 'came', bridge: 'b', rows: [], words: [] };
    await redis.sadd(keys.targets, target);
    await redis.xadd(keys.of(target).trail, '*', 'r', JSON.stringify(record));
    const statuses: number[] = [];
    // They wait for the rules of the room.
    const asked = Array.from({ length: AT_ONCE + 1 }, async () => {
      const { status, body } = await look('/api/trail?text=hi');
      statuses.push(status);
      return body['type'];
    });
    await eventually(() => statuses.length > 0 && held.length > 0, 'one is refused');
    expect(statuses).toEqual([503]);
    for (const tell of held) tell();
    const refused = 'urn:live-relay:problem:too-many-questions';
    expect((await Promise.all(asked)).filter((type) => type === refused)).toHaveLength(1);
    expect(statuses.filter((status) => status === 200)).toHaveLength(AT_ONCE);
  });
});
