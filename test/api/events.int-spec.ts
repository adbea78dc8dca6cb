import { get, type ClientRequest, type IncomingMessage } from 'node:http';
import { ApiRig, bearer, TOKEN, viewer } from './api-rig.js';
import { eventually } from '../support/eventually.js';
import { RedisServer } from '../support/redis-server.js';
import { BufferKeys } from '#event-buffer';

interface Told {
  readonly id: string | undefined;
  readonly event: string;
  readonly data: Record<string, unknown>;
}

let rig: ApiRig;
let keys: BufferKeys;
const open: ClientRequest[] = [];

beforeAll(async () => {
  rig = await ApiRig.start({ redis: await RedisServer.shared() });
  keys = new BufferKeys(rig.prefix);
});

afterEach(() => {
  for (const request of open.splice(0)) request.destroy();
});

afterAll(async () => rig.stop());

/** Opens a stream, and notes what it is told. */
async function listen(headers: Record<string, string>) {
  const told: Told[] = [];
  const stream = { told, response: undefined as IncomingMessage | undefined, isOver: false };
  await new Promise<void>((resolve, reject) => {
    const options = {
      port: rig.port,
      host: '127.0.0.1',
      path: '/api/events',
      headers,
      agent: false,
    };
    const request = get(options, (response) => {
      stream.response = response;
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        const blocks = text.split('\n\n');
        text = blocks.pop()!;
        for (const block of blocks) {
          const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'mu').exec(block)?.[1];
          const event = field('event');
          if (event === undefined || event === 'here') continue;
          const data = JSON.parse(field('data') ?? '{}') as Record<string, unknown>;
          told.push({ id: field('id'), event, data });
        }
      });
      response.once('close', () => (stream.isOver = true)).on('error', () => {});
      resolve();
    });
    open.push(request);
    request.once('error', reject);
  });
  return stream;
}

/** Makes a target that so many events wait for. */
async function note(target: string, waiting: number): Promise<void> {
  await rig.relay.redis.sadd(keys.targets, target);
  await rig.relay.redis.hset(keys.of(target).target, { waiting: 0, failures: waiting });
}

describe('GET /api/events', () => {
  it('sends the whole status, and then the changed rows, seldom', async () => {
    await note('default/a', 1);
    await note('default/b', 1);
    const { told, response } = await listen(bearer);
    expect(response!.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    const [first] = await eventually(() => told.length > 0 && told, 'a snapshot');
    expect(first).toMatchObject({ event: 'snapshot', id: expect.any(String) });
    expect(first!.data['targets']).toHaveLength(2);
    await note('default/b', 7);
    const second = await eventually(() => told[1], 'a change');
    expect(second).toMatchObject({
      event: 'changed',
      data: { targets: [{ target: 'default/b', failures: 7 }], bridges: [], leftOut: 0 },
    });
  });

  it("continues after the client's last message, and sends everything after a gap", async () => {
    await note('default/c', 1);
    const before = await listen(bearer);
    const { id } = await eventually(() => before.told[0], 'a snapshot');
    await note('default/c', 2);
    const after = await listen({ ...bearer, 'last-event-id': id! });
    const message = await eventually(() => after.told[0], 'what changed');
    expect(message).toMatchObject({ event: 'changed' });
    expect(message.data['targets']).toMatchObject([{ target: 'default/c', failures: 2 }]);
    const anew = await listen({ ...bearer, 'last-event-id': 'of-another-time' });
    expect((await eventually(() => anew.told[0], 'a message')).event).toBe('snapshot');
  });

  it('ends with the session that it was opened with', async () => {
    const login = await rig.ask('POST', '/api/session', { body: { token: TOKEN } });
    const cookie = login.headers['set-cookie']![0]!.split(';', 1)[0]!;
    const stream = await listen({ cookie });
    const other = await listen(bearer);
    await eventually(() => stream.told[0] !== undefined && other.told[0] !== undefined, 'both');
    await rig.ask('DELETE', '/api/session', { headers: { cookie, 'x-relay-console': '1' } });
    await eventually(() => stream.isOver, 'the end of the stream');
    expect(stream.told.at(-1)).toMatchObject({ event: 'end', data: { reason: 'session-over' } });
    expect(other.isOver).toBe(false);
    const { status } = await rig.ask('GET', '/api/events', { headers: { cookie } });
    expect(status).toBe(401);
  });

  it('ends with a session that ended in another process', async () => {
    const login = await rig.ask('POST', '/api/session', { body: { token: TOKEN } });
    const cookie = login.headers['set-cookie']![0]!.split(';', 1)[0]!;
    const stream = await listen({ cookie });
    const sessions = await rig.relay.redis.keys(`${rig.prefix}:session:*`);
    await rig.relay.redis.del(sessions);
    await eventually(() => stream.isOver, 'the end of the stream');
    expect(stream.told.at(-1)).toMatchObject({ event: 'end', data: { reason: 'session-over' } });
  });

  it('serves a bounded number of clients, and answers 503 to more', async () => {
    const streams = await Promise.all(Array.from({ length: 33 }, async () => listen(bearer)));
    const refused = streams.filter(({ response }) => response!.statusCode === 503);
    expect(refused).toHaveLength(1);
    expect(refused[0]!.response!.headers['retry-after']).toBe('10');
  });

  it('keeps some for operators, however many a viewer opens', async () => {
    const streams = await Promise.all(Array.from({ length: 33 }, async () => listen(viewer)));
    const served = streams.filter(({ response }) => response!.statusCode === 200);
    expect(served).toHaveLength(24);
    expect((await listen(bearer)).response!.statusCode).toBe(200);
  });

  it('answers HEAD without a stream', async () => {
    expect((await rig.ask('HEAD', '/api/events', { headers: bearer })).status).toBe(200);
  });
});
