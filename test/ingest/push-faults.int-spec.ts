import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { eventually, HANGS_MS } from '../support/eventually.js';
import { RedisServer, uniquePrefix } from '../support/redis-server.js';
import { RedisLink } from '../event-buffer/support/redis-link.js';
import { IngestRig, textOf, type IngestSetup } from './ingest-rig.js';

const PUSH = { shop: { type: 'push' } };
const rigs: IngestRig[] = [];
let server: RedisServer | undefined;
let link: RedisLink | undefined;

async function start(setup: Partial<IngestSetup> = {}): Promise<IngestRig> {
  const rig = await IngestRig.start({
    redis: server ?? (await RedisServer.shared()),
    sources: PUSH,
    ...setup,
  });
  rigs.push(rig);
  return rig;
}

afterEach(async () => {
  await Promise.all(rigs.splice(0).map(async (rig) => rig.stop()));
  await link?.cut();
  await server?.stop();
  [link, server] = [undefined, undefined];
});

function comment(id: string | undefined, text = `no ${id}`): object {
  return { type: 'comment', id, user: { id: '7', name: 'Ann' }, text };
}

/** Writes these bytes on a connection, and waits until the server ends it. */
async function raw(rig: IngestRig, text: string, after?: (write: (more: string) => void) => void) {
  const socket = connect(rig.port, '127.0.0.1');
  let answer = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
  socket.on('error', () => {});
  const closed = once(socket, 'close');
  socket.write(text);
  after?.((more) => socket.write(more));
  await closed;
  return answer;
}

const HEAD = 'POST /ingest/shop HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';

it('400: a body in GBK is refused, and not taken with signs that nobody wrote', async () => {
  const rig = await start();
  const [before, after] = JSON.stringify(comment('1', '-')).split('-') as [string, string];
  const shop = Buffer.from([0xb5, 0xea]);
  const body = Buffer.concat([Buffer.from(before), shop, Buffer.from(after)]);
  const headers = { 'content-type': 'application/json' };
  const url = `http://127.0.0.1:${rig.port}/ingest/shop`;
  const refused = await fetch(url, { method: 'POST', headers, body });
  expect([refused.status, await refused.json()]).toMatchObject([400, { error: 'not-utf8' }]);
  const taken = await fetch(url, { method: 'POST', headers, body: `${before}店${after}` });
  expect(taken.status).toBe(202);
});

describe('a body that is too much', () => {
  it('413: a body is refused before it is read, by its Content-Length', async () => {
    const answer = await raw(await start(), `${HEAD}Content-Length: 1048577\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toMatch(/\r\nconnection: close\r\n/i);
  });

  it('413: a body without Content-Length is refused at the limit, and its sender reads the answer', async () => {
    const rig = await start();
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const answer = await raw(rig, `${HEAD}Transfer-Encoding: chunked\r\n\r\n`, (write) => {
      for (let i = 0; i < 20; i++) write(chunk);
      write('0\r\n\r\n');
    });
    expect(answer).toMatch(/^HTTP\/1\.1 413 .*too-large/s);
  });

  it('413: a body that unpacks beyond the limit is refused, and not kept in memory', async () => {
    const rig = await start({ sources: { shop: { type: 'wxlivespy' } } });
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024, 0x20));
    const before = process.memoryUsage().arrayBuffers;
    const { status } = await rig.post('shop', bomb, { 'content-encoding': 'gzip' });
    expect([bomb.length < 1024 * 1024, status]).toEqual([true, 413]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 1024 * 1024);
    const corrupt = await rig.post('shop', 'not gzip', { 'content-encoding': 'gzip' });
    expect(corrupt).toMatchObject({ status: 400, body: { error: 'corrupt' } });
  });

  it('408: a body that does not arrive is refused, and others are served meanwhile', async () => {
    const rig = await start({ limits: { bodyWithinMs: 200 } });
    const slow = raw(rig, `${HEAD}Content-Length: 100\r\n\r\n{"type":`);
    expect((await rig.post('shop', comment('1'))).status).toBe(202);
    expect(await slow).toMatch(/^HTTP\/1\.1 408 /);
    expect(await rig.buffered()).toHaveLength(1);
  });

  it('leaves other senders untouched where its sender disconnects half-way', async () => {
    const rig = await start();
    const socket = connect(rig.port, '127.0.0.1');
    socket.write(`${HEAD}Content-Length: 100\r\n\r\n{"type":`);
    await once(socket, 'ready');
    socket.destroy();
    expect((await rig.post('shop', comment('1'))).status).toBe(202);
  });
});

describe('a buffer that does not take events', () => {
  it('503: until the collector has started', async () => {
    const rig = await IngestRig.listen({ redis: await RedisServer.shared(), sources: PUSH });
    rigs.push(rig);
    expect(await rig.post('shop', comment('1'))).toMatchObject({
      status: 503,
      headers: { 'retry-after': '5' },
    });
    await rig.collect();
    expect((await rig.post('shop', comment('1'))).status).toBe(202);
  });

  it('503: while Redis is away, and 202 when it is back', async () => {
    server = await RedisServer.start({ aof: true });
    const rig = await start();
    expect((await rig.post('shop', comment('1'))).status).toBe(202);
    await server.kill();
    for (const id of ['2', '3', '2']) {
      expect(await rig.post('shop', comment(id))).toMatchObject({
        status: 503,
        headers: { 'retry-after': '5' },
      });
    }
    await server.restart();
    for (const id of ['2', '3', '4']) {
      await eventually(
        async () => (await rig.post('shop', comment(id))).status === 202,
        `event ${id} is taken`,
      );
    }
    expect((await rig.buffered()).map(textOf)).toEqual(['no 1', 'no 2', 'no 3', 'no 4']);
  });

  it('503: a body that is pushed again afterwards is taken once, though its events have no ids', async () => {
    server = await RedisServer.start();
    const rig = await start({ limits: { appendWithinMs: 100 } });
    server.suspend();
    const body = [comment(undefined, 'a'), comment(undefined, 'b')];
    expect((await rig.post('shop', body)).status).toBe(503);
    expect((await rig.post('shop', body)).status).toBe(503);
    server.resume();
    await eventually(async () => (await rig.post('shop', body)).status === 202, 'it is taken');
    expect((await rig.buffered()).map(textOf)).toEqual(['a', 'b']);
    // After its answer the same again is something new: a repeated "666" is real chat.
    await eventually(async () => {
      const { status } = await rig.post('shop', body);
      // A buffer that takes longer than it may is one that does not take events, too.
      expect([202, 503]).toContain(status);
      return status === 202;
    }, 'it is new');
    expect(await rig.buffered()).toHaveLength(4);
  });

  it('202: where the process stands still while Redis takes the events', async () => {
    link = await RedisLink.open(await RedisServer.shared());
    const environment = { REDIS_URL: link.url };
    const rig = await start({ limits: { appendWithinMs: 200 }, environment });
    link.breakOn((question) => {
      const begin = performance.now();
      while (question.includes('stands still') && performance.now() - begin < 300);
      return undefined;
    });
    expect((await rig.post('shop', comment('1', 'stands still'))).status).toBe(202);
  });

  it('503: where it is full, and the ledger counts the shed events', async () => {
    const rig = await start({ maxEvents: 10 });
    const many = Array.from({ length: 20 }, (_, i) => comment(`${i}`));
    expect(await rig.post('shop', many)).toMatchObject({
      status: 503,
      headers: { 'retry-after': '5' },
      body: { error: 'overloaded' },
    });
    expect(await rig.buffered()).toHaveLength(9);
    const [row] = await rig.relay.ledger.rowsOf((await rig.relay.ledger.targets())[0]!);
    expect(row).toMatchObject({ received: 20, waiting: 9, unaccounted: 0 });
  });

  it('202: the events are in Redis, though the process ends that instant', async () => {
    server = await RedisServer.start({ aof: true });
    const prefix = uniquePrefix().replace(':', '-');
    const rig = await start({ prefix, limits: { appendWithinMs: HANGS_MS } });
    const ids = Array.from({ length: 100 }, (_, i) => `${i}`);
    await Promise.all(
      ids.map(async (id) => expect((await rig.post('shop', comment(id))).status).toBe(202)),
    );
    rig.relay.redis.disconnect();
    const next = await start({ prefix });
    const texts = new Set((await next.buffered()).map(textOf));
    expect(texts).toEqual(new Set(ids.map((id) => `no ${id}`)));
  });
});

describe('several processes', () => {
  it("all take pushes for the same bridge, and know each other's ids", async () => {
    const prefix = uniquePrefix().replace(':', '-');
    const setup = { prefix, limits: { appendWithinMs: HANGS_MS } };
    const [one, other] = [await start(setup), await start(setup)];
    await Promise.all(
      Array.from({ length: 60 }, async (_, i) => {
        const rig = i % 2 === 0 ? one : other;
        expect((await rig.post('shop', comment(`${i}`))).status).toBe(202);
      }),
    );
    for (const rig of [one, other]) {
      expect((await rig.post('shop', comment('1'))).status).toBe(202);
    }
    expect(await one.buffered()).toHaveLength(60);
    const [row] = await one.relay.ledger.rowsOf((await one.relay.ledger.targets())[0]!);
    expect(row).toMatchObject({ received: 62, waiting: 60, unaccounted: 0 });
  });

  it('use the lanes of those that ended again, so that Redis does not fill with restarts', async () => {
    const prefix = uniquePrefix().replace(':', '-');
    for (let i = 0; i < 3; i++) {
      const rig = await start({ prefix });
      expect((await rig.post('shop', comment(`${i}`))).status).toBe(202);
      await rig.stop();
      rigs.pop();
    }
    const rig = await start({ prefix });
    const [target = ''] = await rig.relay.ledger.targets();
    const fields = Object.keys(await rig.relay.redis.hgetall(rig.relay.keys.of(target).target));
    expect(fields.filter((name) => name.startsWith('epoch:'))).toEqual(['epoch:shop~0']);
  });

  it('take pushes again under a newer epoch after another process had the lane', async () => {
    const rig = await start();
    expect((await rig.post('shop', comment('1'))).status).toBe(202);
    const [target = ''] = await rig.relay.ledger.targets();
    const key = rig.relay.keys.of(target).target;
    const epoch = Date.now() + 10_000;
    // The lease follows: a renewal that found it would take another lane before the push comes.
    await rig.relay.redis.hset(key, 'epoch:shop~0', String(epoch));
    expect((await rig.post('shop', comment('2'))).status).toBe(503);
    await rig.relay.redis.hset(rig.relay.keys.leases, '~0', `${epoch}:${epoch + 60_000}:other`);
    await eventually(async () => (await rig.post('shop', comment('3'))).status === 202, 'a lane');
    expect((await rig.buffered()).map(textOf)).toEqual(['no 1', 'no 3']);
  });
});

describe('many bodies at a time', () => {
  it('503: bodies beyond the bound for all of them are refused', async () => {
    const rig = await start({ limits: { readingBytesMax: 200_000, bodyWithinMs: 2000 } });
    const part = `${HEAD}Content-Length: 200000\r\n\r\n${'x'.repeat(150_000)}`;
    const answers = await Promise.all([raw(rig, part), raw(rig, part)]);
    expect(answers.map((answer) => answer.slice(9, 12)).sort(compare)).toEqual(['408', '503']);
    expect((await rig.post('shop', comment('1'))).status).toBe(202);
  });

  it('202: bodies that nobody has signed leave the most of the room to senders that are known', async () => {
    const rig = await start({
      sources: { shop: { type: 'push' }, signed: { type: 'kuaishou-webhook', secret: 'a-secret' } },
      limits: { readingBytesMax: 400_000, bodyWithinMs: 2000 },
    });
    const ended: string[] = [];
    const part = `${HEAD.replace('shop', 'signed')}Content-Length: 200000\r\n\r\n${'x'.repeat(90_000)}`;
    const strangers = Array.from({ length: 4 }, async () => ended.push(await raw(rig, part)));
    await eventually(() => ended.length >= 3, 'one is read, and there is no room for more');
    expect((await rig.post('shop', comment('1', 'x'.repeat(290_000)))).status).toBe(202);
    await Promise.all(strangers);
    const statuses = ended.map((answer) => answer.slice(9, 12));
    expect(statuses.sort(compare)).toEqual(['408', '503', '503', '503']);
  });
});

function compare(one: string, other: string): number {
  return one < other ? -1 : 1;
}
