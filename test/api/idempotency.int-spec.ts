import type { IncomingMessage } from 'node:http';
import { Idempotency, type KeptAnswer } from '../../apps/relay/src/api/requests/idempotency.js';
import { Problem } from '../../apps/relay/src/console/problems/problem.js';
import { BufferRig } from '../event-buffer/support/buffer-rig.js';
import { eventually } from '../support/eventually.js';
import { RedisServer } from '../support/redis-server.js';

let rig: BufferRig;
let once: Idempotency;
let acts = 0;

beforeEach(async () => {
  rig = await BufferRig.open();
  once = new Idempotency(rig.redis, rig.keys);
  acts = 0;
});
afterEach(() => rig.close());

function request(key?: string): IncomingMessage {
  const headers = key === undefined ? {} : { 'idempotency-key': key };
  return { headers, method: 'POST', url: '/api/bridges' } as unknown as IncomingMessage;
}

async function act(): Promise<KeptAnswer> {
  acts++;
  return { status: 201, headers: { etag: '"1"' }, body: { acts } };
}

async function kindOf(asked: Promise<unknown>): Promise<string> {
  return asked.then(
    () => 'done',
    (error: unknown) => (error instanceof Problem ? error.kind : 'error'),
  );
}

describe('Idempotency', () => {
  it('runs a repeated request once, and repeats its answer, in every process', async () => {
    const first = await once.once(request('k'), 'a', { name: 'x' }, act);
    const other = new Idempotency(rig.redis, rig.keys);
    expect(await other.once(request('k'), 'a', { name: 'x' }, act)).toEqual(first);
    expect(acts).toBe(1);
  });

  it('runs a request again without a key, with another key, or for another caller', async () => {
    for (const key of [undefined, undefined, 'k', 'l']) {
      await once.once(request(key), 'a', {}, act);
    }
    await once.once(request('k'), 'b', {}, act);
    expect(acts).toBe(5);
  });

  it('refuses a key that stands for another request, and a malformed key', async () => {
    await once.once(request('k'), 'a', { name: 'x' }, act);
    const reused = once.once(request('k'), 'a', { name: 'y' }, act);
    expect(await kindOf(reused)).toBe('idempotency-key-reused');
    for (const key of ['', 'a b', 'é', 'x'.repeat(256)]) {
      expect(await kindOf(once.once(request(key), 'a', {}, act))).toBe('invalid');
    }
    expect(acts).toBe(1);
  });

  it.each(['no JSON', 'null', '{"print":7}'])(
    'does nothing again where the answer that is kept cannot be read: %s',
    async (text) => {
      await once.once(request('k'), 'a', {}, act);
      const [key] = await rig.redis.keys(`${rig.prefix}:once:[0-9a-f]*`);
      await rig.redis.set(key!, text);
      const again = new Idempotency(rig.redis, rig.keys).once(request('k'), 'a', {}, act);
      expect(await kindOf(again)).toBe('idempotency-key-reused');
      expect(acts).toBe(1);
    },
  );

  it('makes a repeated request wait for the first, and forgets refused ones', async () => {
    let end: (() => void) | undefined;
    const slow = new Promise<void>((resolve) => (end = resolve));
    const first = once.once(request('k'), 'a', {}, async () => {
      await slow;
      throw new Problem('exists', 'There is one.');
    });
    // Its key is taken before it acts.
    for (;;) if ((await rig.redis.keys(`${rig.prefix}:once:*`)).length > 0) break;
    expect(await kindOf(once.once(request('k'), 'a', {}, act))).toBe('still-under-way');
    end?.();
    expect(await kindOf(first)).toBe('exists');
    expect(await kindOf(once.once(request('k'), 'a', {}, act))).toBe('done');
  });

  it('begins a request anew of which Redis took the key when it was given up', async () => {
    const redis = await RedisServer.start();
    const own = await BufferRig.open(redis);
    const process = new Idempotency(own.redis, own.keys);
    redis.suspend();
    expect(await kindOf(process.once(request('k'), 'a', {}, act))).toBe('error');
    redis.resume();
    const other = new Idempotency(own.redis, own.keys);
    expect(await kindOf(other.once(request('k'), 'a', {}, act))).toBe('still-under-way');
    const again = [1, 2].map(async () => kindOf(process.once(request('k'), 'a', {}, act)));
    expect((await Promise.all(again)).toSorted()).toEqual(['done', 'still-under-way']);
    expect(acts).toBe(1);
    own.close();
    await redis.stop();
  });

  it('lets another process begin a request that it did not begin itself', async () => {
    const redis = await RedisServer.start();
    const own = await BufferRig.open(redis);
    redis.suspend();
    const first = new Idempotency(own.redis, own.keys);
    expect(await kindOf(first.once(request('k'), 'a', {}, act))).toBe('error');
    redis.resume();
    const other = new Idempotency(own.redis, own.keys);
    const ask = async () => (await kindOf(other.once(request('k'), 'a', {}, act))) === 'done';
    await eventually(async () => {
      // It would end by itself after a minute.
      for (const name of await own.redis.keys('*:once:*')) await own.redis.persist(name);
      return ask();
    }, 'it is done by the other');
    expect(acts).toBe(1);
    own.close();
    await redis.stop();
  });

  it('answers what was done though Redis cannot be told, and does not do it again', async () => {
    const redis = await RedisServer.start();
    const own = await BufferRig.open(redis);
    const process = new Idempotency(own.redis, own.keys);
    let meanwhile: Promise<string> | undefined;
    const actAndHang = async () => {
      redis.suspend();
      // Sent again by who waits no longer, when Redis is about to be told.
      setImmediate(() => {
        meanwhile = kindOf(process.once(request('k'), 'a', {}, act));
      });
      return act();
    };
    const answer = await process.once(request('k'), 'a', {}, actAndHang);
    expect(await process.once(request('k'), 'a', {}, act)).toEqual(answer);
    expect(await meanwhile).toBe('error');
    expect(await process.once(request('k'), 'a', {}, act)).toEqual(answer);
    expect(await kindOf(process.once(request('k'), 'a', { name: 'y' }, act))).toBe(
      'idempotency-key-reused',
    );
    redis.resume();
    const other = new Idempotency(own.redis, own.keys);
    const ask = async () => (await kindOf(other.once(request('k'), 'a', {}, act))) === 'done';
    await eventually(ask, 'the other process knows it');
    expect(acts).toBe(1);
    own.close();
    await redis.stop();
  });

  it('bounds for how long a request seems under way, whatever Redis’s clock did', async () => {
    void once.once(request('k'), 'a', {}, async () => new Promise(() => undefined));
    let name: string | undefined;
    while (name === undefined) [name] = await rig.redis.keys(`${rig.prefix}:once:*`);
    await rig.redis.pexpire(name, 3_600_000);
    expect(await kindOf(once.once(request('k'), 'a', {}, act))).toBe('still-under-way');
    const leftMs = await rig.redis.pttl(name);
    expect(leftMs).toBeGreaterThan(0);
    expect(leftMs).toBeLessThanOrEqual(60_000);
  });

  it('stores nothing of a body, and nothing for longer than a day', async () => {
    await once.once(request('the-key'), 'a', { token: 'the-secret' }, act);
    const names = await rig.redis.keys(`${rig.prefix}:once:*`);
    const answers = names.filter((one) => !one.endsWith(':index'));
    expect(answers.length).toBeGreaterThan(0);
    for (const name of answers) {
      const text = (await rig.redis.get(name)) ?? '';
      expect(name + text).not.toMatch(/the-(?:key|secret)/u);
      const leftMs = await rig.redis.pttl(name);
      expect(leftMs).toBeGreaterThan(0);
      expect(leftMs).toBeLessThanOrEqual(86_400_000);
    }
  });
});
