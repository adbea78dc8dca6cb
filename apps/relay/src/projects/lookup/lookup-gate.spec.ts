import { CredentialError, MetaStudioCallError, type CallErrorDetails } from '#metastudio';
import { JobLookupError } from './job-lookup-error.js';
import { LookupGate } from './lookup-gate.js';

const TIMES = { everyMs: 30_000, againMs: 2000, staleMs: 300_000 };

function failing(details: CallErrorDetails | Error): () => Promise<never> {
  const error = details instanceof Error ? details : new MetaStudioCallError('GET h/p', details);
  return async () => Promise.reject(error);
}

describe('LookupGate', () => {
  const running = new AbortController().signal;
  let now: number;
  let random: number;
  let told: string[];
  let gate: LookupGate;
  beforeEach(() => {
    now = 0;
    random = 0;
    told = [];
    const listener = {
      clockSkewed: () => {},
      lookupFailed: (error: Error) => told.push(error.message),
      lookupRecovered: () => told.push('recovered'),
      listingRefused: () => {},
      roomMissing: () => {},
      roomFound: () => {},
      roomLeft: () => {},
    };
    gate = new LookupGate(
      'shop',
      TIMES,
      listener,
      () => now,
      () => random,
    );
  });

  /** How long the gate rests, found by asking again and again. */
  async function restMs(): Promise<number> {
    for (const startedAt = now; ; now += 500) {
      let called = false;
      const asked = gate.pass(async () => {
        called = true;
        return Promise.reject(new MetaStudioCallError('GET h/p', { reason: 'not-found' }));
      }, running);
      await expect(asked).rejects.toThrow(JobLookupError);
      if (called) return now - startedAt;
    }
  }

  it('lets every look-up through while none fails', async () => {
    expect(await gate.pass(async () => Promise.resolve(7), running)).toBe(7);
    expect(told).toEqual([]);
  });

  it('says once why a look-up fails, and once that it works again', async () => {
    for (let tries = 0; tries < 5; tries++, now += 300_000) {
      const details = { reason: 'unavailable', status: 503, requestId: String(tries) } as const;
      await expect(gate.pass(failing(details), running)).rejects.toThrow('project shop');
    }
    expect(told).toHaveLength(1);
    await expect(gate.pass(failing({ reason: 'throttled' }), running)).rejects.toThrow(
      JobLookupError,
    );
    expect(told).toHaveLength(2);
    now += 300_000;
    await gate.pass(async () => Promise.resolve(), running);
    await gate.pass(async () => Promise.resolve(), running);
    expect(told.slice(2)).toEqual(['recovered']);
  });

  it.each([
    ['trouble', { reason: 'unavailable' }, 2000],
    ['a refused credential', { reason: 'unauthorized' }, 30_000],
    ['a throttle that names its time', { reason: 'throttled', retryAfterMs: 60_000 }, 60_000],
    ['no token', new CredentialError('no', { retriable: false }), 30_000],
    ['a busy IAM', new CredentialError('busy', { retriable: true }), 2000],
  ] as const)('waits after %s', async (_name, error, ms) => {
    await expect(gate.pass(failing(error), running)).rejects.toThrow(JobLookupError);
    expect(await restMs()).toBe(ms);
  });

  it('waits up to a fifth shorter, so that processes do not come back together', async () => {
    random = 1;
    await expect(gate.pass(failing({ reason: 'unauthorized' }), running)).rejects.toThrow(
      JobLookupError,
    );
    expect(await restMs()).toBe(24_000);
  });

  it('waits longer after each failed look-up, up to a bound', async () => {
    const rests: number[] = [];
    for (let tries = 0; tries < 6; tries++) {
      await expect(gate.pass(failing({ reason: 'unauthorized' }), running)).rejects.toThrow(
        JobLookupError,
      );
      rests.push(await restMs());
    }
    expect(rests).toEqual([30_000, 60_000, 120_000, 240_000, 300_000, 300_000]);
  });

  it('does not wait where only one room or job is missing', async () => {
    await expect(gate.pass(failing({ reason: 'not-found' }), running)).rejects.toThrow(
      JobLookupError,
    );
    expect(await gate.pass(async () => Promise.resolve(7), running)).toBe(7);
    expect(told).toEqual([]);
  });

  it('tells no failure that comes from the stop of the process', async () => {
    const stopped = AbortSignal.abort();
    await expect(gate.pass(failing({ reason: 'aborted' }), stopped)).rejects.toThrow(
      JobLookupError,
    );
    expect(told).toEqual([]);
  });
});
