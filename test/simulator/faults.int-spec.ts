import { Simulator, type FaultSetup } from '../../apps/simulator/src/index.js';
import { eventually } from '../support/eventually.js';
import { comment, report, reportOf, reportUrl, send } from './support/report-client.js';

const BODY = reportOf(comment('hello'));

describe('faults', () => {
  let simulator: Simulator;
  beforeEach(async () => {
    simulator = await new Simulator({ errorShape: 'classic', rooms: 2 }).start();
  });
  afterEach(() => simulator.stop());

  const set = (fault: FaultSetup | object) =>
    send(`${simulator.url}/_sim/faults`, { method: 'POST', body: fault });
  const accepted = () => simulator.state().accepted.events;

  it('answers with a status and a body, and accepts nothing', async () => {
    await set({ status: 503, body: { error_code: 'X' }, headers: { 'retry-after': '7' } });
    const reply = await report(simulator, BODY);
    expect(reply).toMatchObject({ status: 503, json: { error_code: 'X' } });
    expect(reply.headers['retry-after']).toBe('7');
    expect(accepted()).toBe(0);
  });

  it('requests: applies to that number of requests', async () => {
    await set({ status: 500, requests: 2 });
    const statuses = [];
    for (let n = 0; n < 3; n++) statuses.push((await report(simulator, BODY)).status);
    expect(statuses).toEqual([500, 500, 200]);
  });

  it('seconds: applies for that time', async () => {
    await set({ status: 500, seconds: 0.2 });
    expect((await report(simulator, BODY)).status).toBe(500);
    let status = 500;
    while (status === 500) ({ status } = await report(simulator, BODY));
    expect(status).toBe(200);
  });

  it('job, on: applies to one job alone, and to reports alone unless told otherwise', async () => {
    const [first, second] = simulator.rooms;
    await set({ status: 500, job: second!.jobId });
    expect((await report(simulator, BODY)).status).toBe(200);
    const url = reportUrl(simulator, 1);
    expect((await report(simulator, BODY, { url })).status).toBe(500);
    const headers = { 'x-auth-token': simulator.settings.token };
    const room = `${simulator.url}/v1/${simulator.settings.projectId}/smart-live-rooms/${first!.roomId}`;
    expect((await send(room, { headers })).status).toBe(200);
    await set({ status: 502, on: 'manage' });
    expect((await send(room, { headers })).status).toBe(502);
  });

  it('applies until it is removed', async () => {
    await set({ status: 500 });
    expect((await report(simulator, BODY)).status).toBe(500);
    const list = await send(`${simulator.url}/_sim/faults`);
    expect(JSON.parse(list.text)).toMatchObject([{ status: 500, struck: 1 }]);
    await send(`${simulator.url}/_sim/faults`, { method: 'DELETE' });
    expect((await report(simulator, BODY)).status).toBe(200);
  });

  it.each([
    ['before', 0],
    ['mid-request', 0],
    ['mid-response', 1],
    ['after-accept', 1],
  ] as const)('resets the connection %s, having accepted %d', async (reset, events) => {
    await set({ reset });
    await expect(report(simulator, BODY)).rejects.toThrow(/socket hang up|ECONNRESET|aborted/);
    expect(accepted()).toBe(events);
    expect(simulator.state().inFlight).toBe(0);
  });

  it.each([
    ['before', 0],
    ['after', 1],
  ] as const)('never answers, hanging %s acceptance', async (hang, events) => {
    await set({ hang });
    const pending = report(simulator, BODY);
    pending.catch(() => undefined);
    const isHanging = (): boolean => simulator.state().inFlight === 1 && accepted() === events;
    await eventually(isHanging, 'the report hangs');
    await simulator.stop();
    await expect(pending).rejects.toThrow();
    await simulator.start();
  });

  it('throttles as the gateway does, with Retry-After where one is given', async () => {
    await set({ throttle: { retryAfterSeconds: 3 }, requests: 1 });
    const reply = await report(simulator, BODY);
    expect(reply).toMatchObject({ status: 429, json: { error_code: 'APIGW.0308' } });
    expect(reply.headers['retry-after']).toBe('3');
    await set({ throttle: {} });
    expect((await report(simulator, BODY)).headers['retry-after']).toBeUndefined();
  });

  it('refuses every report that holds a poisonous event, and only those', async () => {
    await set({ poison: '毒-1' });
    const poisoned = await report(simulator, reportOf(comment('fine'), comment('有毒-1的')));
    expect(poisoned).toMatchObject({ status: 400, json: { error_code: 'MSS.00000003' } });
    expect((await report(simulator, BODY)).status).toBe(200);
    expect(simulator.state().faults).toMatchObject([{ struck: 1 }]);
  });

  it('answers nonsense, having accepted the events', async () => {
    await set({ nonsense: true });
    expect(await report(simulator, BODY)).toMatchObject({ status: 200, text: '<html>nonsense' });
    expect(accepted()).toBe(1);
  });

  it('answers with a body as long as asked for', async () => {
    await set({ hugeBodyBytes: 3_000_000 });
    expect((await report(simulator, BODY)).text).toHaveLength(3_000_000);
  });

  it('adds its latency to any other fault', async () => {
    await set({ latencyMs: 60 });
    await set({ status: 500, latencyMs: 40, requests: 1 });
    const from = performance.now();
    expect((await report(simulator, BODY)).status).toBe(500);
    expect(performance.now() - from).toBeGreaterThanOrEqual(95);
    expect((await report(simulator, BODY)).status).toBe(200);
  });

  it('lets a refusal stand where a fault needs something accepted', async () => {
    await set({ reset: 'after-accept' });
    expect((await report(simulator, { total: 0 })).status).toBe(400);
  });

  it.each([
    [{ status: 99 }, 'status'],
    [{ stauts: 500 }, 'Unknown field'],
    [{ reset: 'later' }, 'reset'],
    [{ throttle: 3 }, 'throttle'],
    [{ headers: { a: 'b\nc' } }, 'headers'],
    [{ poison: '' }, 'poison'],
    [{ requests: 0 }, 'requests'],
  ])('refuses the fault %j with a clear word', async (fault, word) => {
    const reply = await set(fault);
    expect(reply.status).toBe(400);
    expect(reply.json['problem']).toContain(word);
  });

  it('keeps at most 64 faults', async () => {
    for (let n = 0; n < 64; n++) simulator.fault({ job: 'none', status: 500 });
    expect((await set({ status: 500 })).status).toBe(409);
  });
});
