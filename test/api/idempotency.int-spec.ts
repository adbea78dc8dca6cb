import type { IncomingMessage } from 'node:http';
import { Idempotency, type KeptAnswer } from '../../apps/relay/src/api/requests/idempotency.js';
import { Problem } from '../../apps/relay/src/console/problems/problem.js';
import { BufferRig } from '../event-buffer/buffer-rig.js';

let rig: BufferRig;
let once: Idempotency;
let acts = 0;

beforeEach(async () => {
  rig = await BufferRig.open();
  once = new Idempotency(rig.redis, rig.prefix);
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
  it('does a request once, and answers it alike, in every process', async () => {
    const first = await once.once(request('k'), 'a', { name: 'x' }, act);
    const other = new Idempotency(rig.redis, rig.prefix);
    expect(await other.once(request('k'), 'a', { name: 'x' }, act)).toEqual(first);
    expect(acts).toBe(1);
  });

  it('does it as often as it is sent where there is no key, or another, or another asks', async () => {
    for (const key of [undefined, undefined, 'k', 'l']) {
      await once.once(request(key), 'a', {}, act);
    }
    await once.once(request('k'), 'b', {}, act);
    expect(acts).toBe(5);
  });

  it('refuses a key that stands for another request, and one that no key can be', async () => {
    await once.once(request('k'), 'a', { name: 'x' }, act);
    const reused = once.once(request('k'), 'a', { name: 'y' }, act);
    expect(await kindOf(reused)).toBe('idempotency-key-reused');
    for (const key of ['', 'a b', 'é', 'x'.repeat(256)]) {
      expect(await kindOf(once.once(request(key), 'a', {}, act))).toBe('invalid');
    }
    expect(acts).toBe(1);
  });

  it('has who asks meanwhile wait, and forgets what was refused', async () => {
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

  it('keeps nothing of a body, and everything for a day at most', async () => {
    await once.once(request('the-key'), 'a', { token: 'the-secret' }, act);
    const names = await rig.redis.keys(`${rig.prefix}:once:*`);
    for (const name of names.filter((one) => !one.endsWith(':index'))) {
      const text = (await rig.redis.get(name)) ?? '';
      expect(name + text).not.toMatch(/the-(?:key|secret)/u);
      expect(await rig.redis.pttl(name)).toBeLessThanOrEqual(86_400_000);
    }
  });
});
