import { jest } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { API_CONTROLLERS } from '../../apps/relay/src/api/api.module.js';
import { RouteTable } from '../../apps/relay/src/console/route-table.js';
import { StatusController } from '../../apps/relay/src/api/status.controller.js';
import { Simulator } from '../../apps/simulator/src/index.js';
import { BufferRig, event, firstPlaces, limitsOf } from '../event-buffer/support/buffer-rig.js';
import { RedisServer } from '../support/redis-server.js';
import { ApiRig, bearer, ROOM, TOKEN } from './api-rig.js';
import { DocumentClient, type Document } from './document-client.js';

const TARGET = `default/${ROOM}/job-1`;

let simulator: Simulator;
let rig: ApiRig;
let buffer: BufferRig;
let document: Document;
let client: DocumentClient;

beforeAll(async () => {
  const rooms = [
    { roomId: 'r0', jobId: 'j0' },
    { roomId: ROOM, jobId: 'job-1' },
  ];
  simulator = await new Simulator({ rooms }).start();
  const { projectId, accessKey, secretKey } = simulator.settings;
  const auth = { type: 'aksk', accessKey, secretKey };
  const metastudio = { endpoint: simulator.url, projectId, auth };
  rig = await ApiRig.start({ redis: await RedisServer.shared(), metastudio });
  buffer = await BufferRig.open(undefined, rig.prefix);
  const answer = await rig.ask('GET', '/api/docs/openapi.json', { headers: bearer });
  document = answer.body as unknown as Document;
  client = new DocumentClient(rig, document, bearer);
});

afterAll(async () => {
  buffer.close();
  await rig.stop();
  await simulator.stop();
});

/** Has MetaStudio refuse so many comments. */
async function refuse(count: number): Promise<void> {
  const events = Array.from({ length: count }, () => event('comment', 'a wish'));
  await buffer.append(events, { target: TARGET, bridge: 'shop' });
  const drain = await buffer.drain(TARGET);
  await drain.readAhead();
  const batch = drain.window.cut(limitsOf(1000), firstPlaces(1000));
  const words = batch.refused.map(() => ({ code: 'C', message: 'M', requestId: 'R', at: 5 }));
  await drain.settle(batch, true, {}, words);
}

describe('the OpenAPI document', () => {
  it('is valid', async () => {
    const { valid, errors } = await new Validator().validate({ ...document });
    expect(valid || errors).toBe(true);
    expect(document).toMatchObject({ openapi: '3.1.0' });
  });

  it('tells every route that there is, and each with its own name', () => {
    const routes = new RouteTable([StatusController, ...API_CONTROLLERS]);
    const told = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const known = routes.all.filter((route) => !route.startsWith('GET /api/docs'));
    expect(told.sort()).toEqual(known.sort());
    expect(new Set(client.operations).size).toBe(client.operations.length);
  });

  it('documents 413 for every change, and 400, 401, 403 and 429 for every request', () => {
    for (const [path, item] of Object.entries(document.paths)) {
      for (const [method, { responses }] of Object.entries(item)) {
        const told =
          method === 'get' ? ['400', '401', '403', '429'] : ['400', '401', '403', '413', '429'];
        expect([path, method, ...Object.keys(responses)]).toEqual(expect.arrayContaining(told));
      }
    }
  });

  it('is shown to people without a script, and to nobody without a token', async () => {
    const page = await rig.ask('GET', '/api/docs', { headers: bearer });
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.text).toContain('POST /api/targets/{target}/pause');
    expect(page.text).not.toMatch(/<script|<link|<img|(?:src|href)="(?!\/api\/)/u);
    expect((await rig.ask('GET', '/api/docs')).status).toBe(401);
    expect((await rig.ask('GET', '/api/docs/openapi.json')).status).toBe(401);
  });
});

describe('a target that nobody knows', () => {
  const target = 'default/nobody-knows';
  const headers = { ...bearer, 'if-match': '*' };

  it('is refused by every operation that takes one, before a key in Redis is named after it', async () => {
    const named = jest.spyOn(rig.relay.keys, 'of');
    const answers: (readonly [operation: string, status: number])[] = [];
    for (const [path, item] of Object.entries(document.paths)) {
      for (const [method, { operationId, parameters }] of Object.entries(item)) {
        if (!parameters.some(({ name }) => name === 'target')) continue;
        const query = path.includes('{target}') ? '' : `?target=${encodeURIComponent(target)}`;
        const address = path.replace('{target}', encodeURIComponent(target)).replace('{id}', '1-1');
        const { status } = await rig.ask(method.toUpperCase(), address + query, { headers });
        answers.push([operationId, status]);
      }
    }
    expect(answers.length).toBeGreaterThan(10);
    expect(answers.filter(([, status]) => status !== 404 && status !== 400)).toEqual([]);
    expect(named.mock.calls.filter(([name]) => name === target)).toEqual([]);
    named.mockRestore();
  });
});

describe('a client that is made from the document', () => {
  it('reaches every operation, and each answers as the document says', async () => {
    await refuse(3);
    expect((await client.call('status_status')).status).toBe(200);
    const login = await client.call('session_begin', { body: { token: TOKEN } });
    expect(login.status).toBe(201);
    await client.call('session_show');
    await client.call('session_end');
    const link = await client.call('sessionLinks_make', { body: { role: 'viewer' } });
    const { code } = link.body;
    expect((await client.call('sessionLinks_use', { body: { code } })).status).toBe(201);

    const targets = await client.call('targets_list', { parameters: { limit: '5' } });
    expect(targets.body['items']).toHaveLength(1);
    const { headers } = await client.call('targets_show', { parameters: { target: TARGET } });
    const change = { target: TARGET, 'If-Match': headers['etag']! };
    expect((await client.call('targets_pause', { parameters: change })).status).toBe(200);
    expect((await client.call('targets_hold', { parameters: change })).status).toBe(412);
    const any = { target: TARGET, 'If-Match': '*' };
    expect((await client.call('targets_hold', { parameters: any })).status).toBe(200);
    expect((await client.call('targets_resume', { parameters: any })).status).toBe(200);
    expect((await client.call('targets_show', { parameters: { target: 'x' } })).status).toBe(404);

    const at = { target: TARGET };
    const answers = await client.call('takeover_answers', { parameters: at });
    expect(answers.body).toEqual({ job: 'job-1', waiting: 0 });
    const said = await client.call('takeover_say', { parameters: at, body: { text: 'hi' } });
    expect(said.status).toBe(409);
    const sayIt = { parameters: at, body: { text: 'hi', when: 'now', confirm: true } };
    expect((await client.call('takeover_say', sayIt)).status).toBe(200);
    const cleared = await client.call('takeover_clear', {
      parameters: at,
      body: { confirm: true },
    });
    expect(cleared.body).toEqual({ job: 'job-1', cleared: 1 });

    const letters = await client.call('letters_list', { parameters: { target: TARGET } });
    const [letter] = letters.body['items'] as { id: string }[];
    const one = { target: TARGET, id: letter!.id };
    expect((await client.call('letters_show', { parameters: one })).status).toBe(200);
    expect((await client.call('letters_count')).body).toEqual({ count: 3 });
    await client.call('letters_export');
    const remove = { ...one, 'If-Match': '*' };
    expect((await client.call('letters_remove', { parameters: remove })).status).toBe(204);
    await client.call('letters_replay', { body: { target: TARGET, code: 'none' } });
    const dropped = await client.call('letters_drop', { body: { all: true } });
    expect(dropped.body).toEqual({ dropped: 2 });

    await client.call('listings_projects');
    const rooms = await client.call('listings_rooms', { parameters: { liveState: 'PROCESSING' } });
    expect(rooms.status).toBe(200);
    expect((await client.call('listings_jobs', { parameters: { roomId: 'r0' } })).status).toBe(200);
    const bridges = await client.call('bridges_list', { parameters: { q: 'sho' } });
    expect(bridges.body['items']).toHaveLength(1);
    expect((await client.call('bridges_show', { parameters: { bridge: 'shop' } })).status).toBe(
      200,
    );
    const spec = { name: 'new', source: { type: 'push' }, target: { roomId: ROOM } };
    const key = { 'Idempotency-Key': 'a-key' };
    await client.call('bridges_create', { parameters: key, body: spec });
    const bridge = { bridge: 'shop', 'If-Match': '*' };
    const { name: _name, ...rest } = spec;
    await client.call('bridges_replace', { parameters: bridge, body: { ...rest, name: 'shop' } });
    await client.call('bridges_change', { parameters: bridge, body: { maxTextLength: 10 } });
    const named = { bridge: 'shop' };
    await client.call('whatIf_ofTrail', { parameters: named, body: { patch: {} } });
    const lines = `${JSON.stringify({ patch: {} })}\n`;
    await client.call('whatIf_ofRecording', { parameters: named, body: lines });
    await client.call('bridges_pause', { parameters: bridge });
    await client.call('bridges_resume', { parameters: bridge });
    await client.call('testEvents_send', { parameters: { bridge: 'shop' }, body: {} });
    await client.call('bridges_remove', { parameters: bridge });
    const yaml = await client.call('exchange_export', { parameters: { origin: 'all' } });
    const imported = await client.call('exchange_import', { body: yaml.text });
    expect(imported.body).toMatchObject({ unchanged: ['new', 'shop'] });
    await client.call('exchange_testSpec', { body: { spec, seconds: 1 } });
    await client.call('exchange_test', { parameters: { bridge: 'shop' }, body: { seconds: 1 } });
    await client.call('exchange_sourceTypes');
    await client.call('exchange_platformNames');
    expect((await client.call('exchange_bridgeSchema')).body).toHaveProperty('properties');
    expect((await client.call('settings_show')).status).toBe(200);
    expect((await client.call('trail_told')).body['isKept']).toBe(false);
    expect((await client.call('audit_list')).body['items']).not.toEqual([]);
    const untouched = client.operations.filter((id) => !client.called.has(id));
    expect(untouched).toEqual(['events_open']);
  });
});
