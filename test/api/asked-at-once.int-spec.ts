import type { ServerResponse } from 'node:http';
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
