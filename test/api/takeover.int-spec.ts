import { Simulator } from '../../apps/simulator/src/index.js';
import { RedisServer } from '../support/redis-server.js';
import { ApiRig, bearer, viewer } from './api-rig.js';

const IDLE = 'default/idle';
const LIVE = 'default/live';

let rig: ApiRig;
let simulator: Simulator;

beforeAll(async () => {
  const rooms = [
    { roomId: 'live', jobId: 'j' },
    { roomId: 'idle', jobId: null },
  ];
  simulator = await new Simulator({ rooms }).start();
  const { projectId, accessKey, secretKey } = simulator.settings;
  rig = await ApiRig.start({
    redis: await RedisServer.shared(),
    metastudio: {
      endpoint: simulator.url,
      projectId,
      auth: { type: 'aksk', accessKey, secretKey },
      reviewConfig: { noNeedReview: true },
    },
    bridges: ['live', 'idle'].map((roomId) => {
      return { name: roomId, source: { type: 'push' }, target: { roomId } };
    }),
  });
});

afterAll(async () => {
  await rig.stop();
  await simulator.stop();
});

async function post(target: string, what: string, body: unknown, headers = {}) {
  const path = `/api/targets/${encodeURIComponent(target)}/${what}`;
  return rig.ask('POST', path, { headers: { ...bearer, ...headers }, body });
}

async function answers(target: string) {
  const path = `/api/targets/${encodeURIComponent(target)}/answers`;
  return (await rig.ask('GET', path, { headers: bearer })).body;
}

async function audited(): Promise<unknown[]> {
  const { body } = await rig.ask('GET', '/api/audit', { headers: bearer });
  const items = body['items'] as Record<string, string>[];
  return items.map(({ action, note }) => [action, note]);
}

describe('a person who steps in', () => {
  it('has a text said and the waiting queue dropped, each only when confirmed, and audited', async () => {
    const text = '大家好，我是客服小王';
    const unsure = await post(LIVE, 'say', { text });
    expect(unsure.body).toMatchObject({
      type: 'urn:live-relay:problem:not-confirmed',
      status: 409,
      detail: 'The virtual human would say 10 characters (when: insert). Send confirm: true.',
    });
    expect(await answers(LIVE)).toEqual({ job: 'j', waiting: 0 });
    const said = await post(LIVE, 'say', { text, confirm: true });
    expect(said.status).toBe(200);
    expect(said.body).toEqual({ job: 'j', commandId: expect.any(String) });
    const now = { text: 'Back in a minute', when: 'now', confirm: true };
    const once = { 'idempotency-key': 'k' };
    const [first, second] = [
      await post(LIVE, 'say', now, once),
      await post(LIVE, 'say', now, once),
    ];
    expect(second.body).toEqual(first.body);
    expect(await answers(LIVE)).toEqual({ job: 'j', waiting: 2 });

    const { table } = rig.relay.ledger;
    await table.noteAnswers(LIVE, `2:${await table.now()}:8000:0:j`);
    const asked = await post(LIVE, 'clear', {});
    expect(asked.body['detail']).toBe(
      '2 answers that wait to be spoken would be dropped. Send confirm: true.',
    );
    expect((await post(LIVE, 'clear', { confirm: true })).body).toEqual({ job: 'j', cleared: 2 });
    expect((await table.answers(LIVE)).answers).toMatch(/^0:\d+:8000:0:j$/u);
    expect(await answers(LIVE)).toEqual({ job: 'j', waiting: 0 });
    expect(await audited()).toEqual([
      ['target.clear', '2'],
      ['target.say', '16 characters, now'],
      ['target.say', '10 characters, insert'],
    ]);
    expect(rig.logLines.join('')).not.toMatch(/客服|minute/u);
  });

  it('is told every reason for a refusal, without the text that was sent', async () => {
    const wrong = await post(LIVE, 'say', { text: ' ', when: 'soon', confirm: 1, tex: 'secret' });
    expect(wrong.status).toBe(400);
    const errors = wrong.body['errors'] as { pointer: string }[];
    expect(errors.map(({ pointer }) => pointer).sort()).toEqual([
      '/confirm',
      '/tex',
      '/text',
      '/when',
    ]);
    expect(wrong.text).not.toContain('secret');
    const idle = await post(IDLE, 'say', { text: 'x', confirm: true });
    expect(idle.body).toMatchObject({ type: 'urn:live-relay:problem:no-live-job', status: 409 });
    expect((await post(IDLE, 'clear', { confirm: true })).status).toBe(409);
    expect(await answers(IDLE)).toEqual({ waiting: 0 });
    expect((await post('default/none', 'clear', { confirm: true })).status).toBe(404);
    const path = `/api/targets/${encodeURIComponent(LIVE)}/clear`;
    const looking = { headers: viewer, body: { confirm: true } };
    expect((await rig.ask('POST', path, looking)).status).toBe(403);
    // What MetaStudio does not want said has nothing to do with the project.
    simulator.fault({ on: 'manage', status: 400, body: { error_code: 'MSS.0001' } });
    const unwanted = await post(LIVE, 'say', { text: 'x', confirm: true });
    expect(unwanted.body).toMatchObject({
      detail: expect.stringContaining('MetaStudio does not accept the request (status 400'),
      detailZh: expect.stringMatching(/^MetaStudio 不接受这个请求（400，MSS\.0001/u),
    });
    simulator.clearFaults();
    simulator.fault({ on: 'manage', status: 500, requests: 20 });
    const failed = await post(LIVE, 'clear', { confirm: true });
    expect(failed.status).toBe(502);
    expect((await audited())[0]).toEqual(['target.clear', 'failed']);
  });
});
