import { RequestUrl } from '../../request-url.js';
import { CredentialError } from '../credential-error.js';
import { IamTokenSigner } from './iam-token.signer.js';
import type { IamToken } from './iam-token.source.js';

const HOUR = 3_600_000;
const request = {
  method: 'GET',
  url: RequestUrl.parse('https://h/p')!,
  headers: {},
  now: 0,
} as const;

/** A signer on a clock of the test's, whose tokens are t1, t2, … or an error in their place. */
function rig(...failures: (Error | undefined)[]) {
  const state = { now: 0, elapsed: 0, fetches: 0 };
  const fetchToken = async (): Promise<IamToken> => {
    state.fetches += 1;
    const failure = failures[state.fetches - 1];
    await Promise.resolve();
    if (failure !== undefined) throw failure;
    const { now } = state;
    return { text: `t${state.fetches}`, obtainedAt: now, expiresAt: now + 24 * HOUR };
  };
  const clocks = [() => state.now, () => state.elapsed] as const;
  const signer = new IamTokenSigner(fetchToken, ...clocks);
  const tokenNow = async () => (await signer.sign(request)).headers['x-auth-token'];
  return { state, signer, tokenNow };
}

describe('IamTokenSigner', () => {
  it('obtains one token for all calls that ask at once', async () => {
    const { state, tokenNow } = rig();
    expect(await Promise.all([tokenNow(), tokenNow(), tokenNow()])).toEqual(['t1', 't1', 't1']);
    state.now = 23 * HOUR;
    expect(await tokenNow()).toBe('t1');
    expect(state.fetches).toBe(1);
  });

  it('renews ahead of the end, once, while the old token is used', async () => {
    const { state, tokenNow } = rig();
    await tokenNow();
    state.now = 24 * HOUR - 60_000;
    expect(await Promise.all([tokenNow(), tokenNow()])).toEqual(['t1', 't1']);
    expect(await tokenNow()).toBe('t2');
    expect(state.fetches).toBe(2);
  });

  it('asks for one token in the first four fifths of a short life, whatever is signed', async () => {
    let fetches = 0;
    let now = 0;
    const fetchToken = async (): Promise<IamToken> => {
      fetches += 1;
      return { text: `t${fetches}`, obtainedAt: now, expiresAt: now + 600_000 };
    };
    const signer = new IamTokenSigner(fetchToken, () => now);
    for (; now < 480_000; now += 10_000) await signer.sign(request);
    expect(fetches).toBe(1);
    await signer.sign(request);
    expect(fetches).toBe(2);
  });

  it('waits for a token when the old one has ended', async () => {
    const { state, tokenNow } = rig();
    await tokenNow();
    state.now = 25 * HOUR;
    expect(await tokenNow()).toBe('t2');
  });

  it('renews a refused token once for all calls that it was refused for', async () => {
    const { state, signer, tokenNow } = rig();
    const first = await signer.sign(request);
    state.now = HOUR;
    expect(signer.refused(first)).toBe(true);
    expect(signer.refused(first)).toBe(true);
    expect(await tokenNow()).toBe('t2');
    expect(signer.refused(first)).toBe(true);
    expect(await tokenNow()).toBe('t2');
    expect(state.fetches).toBe(2);
  });

  it('keeps a token that is refused right after it was issued', async () => {
    const { state, signer, tokenNow } = rig();
    expect(signer.refused(await signer.sign(request))).toBe(false);
    expect(await tokenNow()).toBe('t1');
    expect(state.fetches).toBe(1);
  });

  it('leaves IAM alone for five minutes after it refused', async () => {
    const refusal = new CredentialError('no', { retriable: false });
    const { state, tokenNow } = rig(refusal);
    await expect(tokenNow()).rejects.toBe(refusal);
    state.elapsed = 299_999;
    await expect(tokenNow()).rejects.toBe(refusal);
    expect(state.fetches).toBe(1);
    state.elapsed = 300_000;
    expect(await tokenNow()).toBe('t2');
  });

  it('retries a busy IAM soon', async () => {
    const { state, tokenNow } = rig(new CredentialError('busy', { retriable: true }));
    await expect(tokenNow()).rejects.toThrow('busy');
    state.elapsed = 2000;
    expect(await tokenNow()).toBe('t2');
  });

  it('leaves a busy IAM alone for as long as it asks', async () => {
    const busy = new CredentialError('busy', { retriable: true, retryAfterMs: 30_000 });
    const { state, tokenNow } = rig(busy);
    await expect(tokenNow()).rejects.toThrow('busy');
    state.elapsed = 29_999;
    await expect(tokenNow()).rejects.toThrow('busy');
    expect(state.fetches).toBe(1);
    state.elapsed = 30_000;
    expect(await tokenNow()).toBe('t2');
  });

  it.each([-4 * 60_000, -HOUR, HOUR])(
    'retries it just as soon where the clock is set by %d ms meanwhile',
    async (setBy) => {
      const { state, tokenNow } = rig(new CredentialError('busy', { retriable: true }));
      await expect(tokenNow()).rejects.toThrow('busy');
      state.now += setBy;
      await expect(tokenNow()).rejects.toThrow('busy');
      state.elapsed = 2000;
      expect(await tokenNow()).toBe('t2');
    },
  );

  it('is ready once it has a token, and says where there is none to be had', async () => {
    const { state, signer, tokenNow } = rig(new CredentialError('busy', { retriable: true }));
    await expect(signer.ready()).rejects.toThrow('busy');
    state.elapsed = 2000;
    await signer.ready();
    expect(state.fetches).toBe(2);
    expect(await tokenNow()).toBe('t2');
    expect(state.fetches).toBe(2);
  });

  it('goes on with a living token when renewing ahead fails', async () => {
    const { state, tokenNow } = rig(undefined, new CredentialError('no', { retriable: false }));
    await tokenNow();
    state.now = 24 * HOUR - 60_000;
    expect(await tokenNow()).toBe('t1');
    expect(await tokenNow()).toBe('t1');
    expect(state.fetches).toBe(2);
  });
});
