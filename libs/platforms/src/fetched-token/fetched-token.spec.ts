import { jest } from '@jest/globals';
import { SourceError } from '#source';
import { FetchedToken } from './fetched-token.js';
import type { FetchedTokenOptions } from './fetched-token.options.js';
import { TokenSlots, usesToken } from './token-slots.js';

const URL_OF_TOKEN = 'https://auth.example.com/token';
const never = new AbortController().signal;

const NOW = Date.parse('2026-11-28T10:00:00Z');

interface Asked {
  readonly url: string;
  readonly method: string;
  readonly body: string;
  readonly headers: Record<string, string>;
}

type Answer = object | string | number | Response | Promise<Response>;

/** A server of tokens: answers each question with the next of these. */
class TokenServer {
  readonly asked: Asked[] = [];
  nowMs = 0;
  readonly #answers: Answer[];

  constructor(...answers: Answer[]) {
    this.#answers = answers;
  }

  readonly fetch: typeof globalThis.fetch = async (url, init = {}) => {
    const { method = 'GET', body, headers } = init;
    const text = body instanceof URLSearchParams ? body.toString() : ((body as string) ?? '');
    this.asked.push({ url: url as string, method, body: text, headers: headers as never });
    const answer = this.#answers.shift() ?? 500;
    if (answer instanceof Response || answer instanceof Promise) return answer;
    if (typeof answer === 'number') return new Response('{}', { status: answer });
    return new Response(typeof answer === 'string' ? answer : JSON.stringify(answer));
  };

  token(options: Partial<FetchedTokenOptions> = {}): FetchedToken {
    return new FetchedToken(
      { url: URL_OF_TOKEN, path: 'access_token', ...options },
      this.fetch,
      () => this.nowMs,
      () => NOW,
    );
  }
}

function busyFor(asked: string): Response {
  return new Response('{}', { status: 429, headers: { 'retry-after': asked } });
}

describe('FetchedToken', () => {
  it('fetches a token once, and again when a tenth of its life is left', async () => {
    const server = new TokenServer(
      { access_token: 'first', expires_in: 3600 },
      { access_token: 'second', expires_in: 3600 },
    );
    const token = server.token({ expires: { path: 'expires_in', unit: 'seconds' } });
    expect(await token.get(never)).toBe('first');
    server.nowMs = 3_239_000;
    expect(await token.get(never)).toBe('first');
    server.nowMs = 3_240_000;
    expect(await token.get(never)).toBe('second');
    expect(server.asked.map(({ method, url }) => [method, url])).toEqual([
      ['GET', URL_OF_TOKEN],
      ['GET', URL_OF_TOKEN],
    ]);
  });

  it.each([
    ['a duration of ten years', 315_360_000, 'seconds', 283_824_000_000],
    ['seconds since 1970', NOW / 1000 + 600, 'seconds', 540_000],
    ['ms since 1970, called seconds', NOW + 600_000, 'seconds', 540_000],
    ['ms since 1970', NOW + 600_000, 'ms', 540_000],
    ['a date', '2026-11-28T10:10:00Z', 'seconds', 540_000],
    ['a date of yesterday', '2026-11-27T10:10:00Z', 'seconds', 1000],
    ['nothing that can be read', 'soon', 'seconds', 9e12],
    ['a duration below 0', -5, 'seconds', 9e12],
  ] as const)('keeps a token that expires at %s', async (_, expires, unit, keptMs) => {
    const server = new TokenServer({ access_token: 'a', expires }, { access_token: 'b', expires });
    const token = server.token({ expires: { path: 'expires', unit } });
    await token.get(never);
    server.nowMs = keptMs - 1;
    expect(await token.get(never)).toBe('a');
    server.nowMs = keptMs;
    expect(await token.get(never)).toBe(keptMs === 9e12 ? 'a' : 'b');
  });

  it('uses a token to its end while no other is given, and asks for one now and then', async () => {
    const expires_in = 3600;
    const server = new TokenServer(
      { access_token: 'first', expires_in },
      503,
      busyFor('20'),
      400,
      503,
      { access_token: 'second', expires_in },
    );
    const token = server.token({ expires: { path: 'expires_in', unit: 'seconds' } });
    const askedAt: number[] = [];
    for (; server.nowMs < 3_410_000; server.nowMs += 1000) {
      const before = server.asked.length;
      expect(await token.get(never)).toBe('first');
      if (server.asked.length > before) askedAt.push(server.nowMs / 1000);
    }
    const [, first = 0, second = 0, third] = askedAt;
    expect([askedAt.length, first, third]).toEqual([4, 3240, second + 20]);
    expect(second - first).toBeGreaterThanOrEqual(5);
    expect(second - first).toBeLessThanOrEqual(15);
    server.nowMs = 3_600_000;
    await expect(token.get(never)).rejects.toThrow(/HTTP 503/);
    expect(token.current).toBeUndefined();
    expect(await token.get(never)).toBe('second');
  });

  it('lets nobody wait long for a silent server while a token lives, and takes what it says late', async () => {
    jest.useFakeTimers();
    try {
      const expires_in = 3600;
      const another = { access_token: 'second', expires_in };
      let answer: ((response: Response) => void) | undefined;
      const late = new Promise<Response>((resolve) => {
        answer = resolve;
      });
      const server = new TokenServer({ access_token: 'first', expires_in }, late);
      const token = server.token({ expires: { path: 'expires_in', unit: 'seconds' } });
      await token.get(never);
      server.nowMs = 3_300_000;
      // As long as a source may take to say where to connect to.
      const asking = AbortSignal.timeout(10_000);
      const got = token.get(asking);
      await jest.advanceTimersByTimeAsync(5_000);
      expect(await got).toBe('first');
      answer!(new Response(JSON.stringify(another)));
      await jest.advanceTimersByTimeAsync(0);
      // A server may take the old one no more once it has given another.
      expect(token.refused()).toBe(true);
      expect(await token.get(never)).toBe('second');
      expect(server.asked).toHaveLength(2);
      expect(token.refused()).toBe(false);
    } finally {
      jest.useRealTimers();
    }
  });

  it('tells of a redirect, and is asked again only after a refusal', async () => {
    const away = new Response(null, { status: 302, headers: { location: 'http://evil.example' } });
    const problem = new TokenServer(away).token().get(never);
    await expect(problem).rejects.toThrow(/redirect.*token\.url/);
    await expect(problem).rejects.toMatchObject({ after: { refused: expect.any(String) } });
  });

  it('waits as long as an answer asks for, within bounds', async () => {
    for (const [asked, ms] of [
      ['7', 7000],
      ['999999', 300_000],
      ['soon', undefined],
    ] as const) {
      const problem = new TokenServer(busyFor(asked)).token().get(never);
      await expect(problem).rejects.toMatchObject({ retryAfterMs: ms });
    }
  });

  it('sends a form, whose fields an answer may replace', async () => {
    const answer = { access_token: 't', refresh_token: 'r2' };
    const server = new TokenServer(answer, { access_token: 'u' });
    const token = server.token({
      form: { grant_type: 'refresh_token', refresh_token: 'r1', client_id: 7 },
      everySeconds: 60,
      next: { refresh_token: 'refresh_token' },
    });
    await token.get(never);
    server.nowMs = 60_000;
    expect(await token.get(never)).toBe('u');
    expect(server.asked).toMatchObject([
      { method: 'POST', body: 'grant_type=refresh_token&refresh_token=r1&client_id=7' },
      { method: 'POST', body: 'grant_type=refresh_token&refresh_token=r2&client_id=7' },
    ]);
  });

  it('sends JSON, with headers of its own', async () => {
    const server = new TokenServer({ data: { token: 42 } });
    const token = server.token({ json: { key: 'k' }, headers: { 'X-Key': 5 }, path: 'data.token' });
    expect(await token.get(never)).toBe('42');
    expect(server.asked).toMatchObject([
      { body: '{"key":"k"}', headers: { 'content-type': 'application/json', 'X-Key': '5' } },
    ]);
  });

  it('fetches another token where one that was accepted before is refused', async () => {
    const server = new TokenServer({ access_token: 'a' }, { access_token: 'b' });
    const token = server.token();
    await token.get(never);
    token.accepted();
    expect(token.refused()).toBe(true);
    expect(await token.get(never)).toBe('b');
    expect(token.refused()).toBe(false);
  });

  it.each([
    ['no JSON', '<html>', /token\.path/],
    ['no token', { token: 'x' }, /token\.path/],
    ['a token of two lines', { access_token: 'a\r\nb: c' }, /token\.path/],
    ['401', 401, /gives none/],
    ['503', 503, /HTTP 503/],
  ])('tells the way out of %s, without quoting the answer', async (_, answer, words) => {
    const problem = new TokenServer(answer).token().get(never);
    await expect(problem).rejects.toThrow(SourceError);
    await expect(problem).rejects.toThrow(words);
  });

  it('tells that the server could not be reached', async () => {
    const token = new FetchedToken({ url: URL_OF_TOKEN, path: 'access_token' }, () =>
      Promise.reject(new TypeError('fetch failed')),
    );
    await expect(token.get(never)).rejects.toThrow(/could not be reached/);
  });
});

describe('TokenSlots', () => {
  it('puts the token wherever it stands', () => {
    const slots = new TokenSlots({
      url: new URL('wss://h/{{token}}?a={{ token }}').href,
      headers: { Authorization: 'Bearer {{token}}' },
      subprotocols: ['chat', '{{token}}'],
    });
    expect(slots.filled('a/b $&')).toEqual({
      url: 'wss://h/a%2Fb%20%24%26?a=a%2Fb%20%24%26',
      headers: { Authorization: 'Bearer a/b $&' },
      subprotocols: ['chat', 'a/b $&'],
    });
    expect(usesToken({ a: ['{{ token }}'] })).toBe(true);
    expect(usesToken({ a: '{{tokens}}' })).toBe(false);
  });
});
