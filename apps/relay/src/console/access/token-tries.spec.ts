import type { IncomingMessage } from 'node:http';
import type { Problem } from '../problems/problem.js';
import { TokenTries, type ShownAt } from './token-tries.js';
import { Tries } from './tries.js';

/** A request from this address, and whether its connection was cut. */
function from(
  remoteAddress: string,
): IncomingMessage & { readonly socket: { destroyed: boolean } } {
  const socket = {
    remoteAddress,
    destroyed: false,
    destroy: () => {
      socket.destroyed = true;
    },
  };
  return { socket } as never;
}

describe('TokenTries', () => {
  let told: string[];
  let tries: TokenTries;

  beforeEach(() => {
    told = [];
    const refused = (at: string, address: string) => void told.push(`${at} ${address}`);
    tries = new TokenTries(refused, { tries: new Tries(2), waitMs: 1 });
  });

  /** Shows a wrong token. @returns the kind of the answer. */
  async function guess(at: ShownAt, request: IncomingMessage): Promise<string> {
    return tries.judged<string>(undefined, at, request, 'no').catch(({ kind }: Problem) => kind);
  }

  it('tells of each wrong one, and answers an address with 429 that shows too many', async () => {
    const kinds: string[] = [];
    for (const at of ['api', 'login', 'metrics'] as const) {
      kinds.push(await guess(at, from('203.0.113.7')));
    }
    expect(kinds).toEqual(['invalid-token', 'invalid-token', 'too-many-tries']);
    expect(await guess('api', from('203.0.113.8'))).toBe('invalid-token');
    const own = ['api 203.0.113.7', 'login 203.0.113.7', 'metrics 203.0.113.7'];
    expect(told).toEqual([...own, 'api 203.0.113.8']);
  });

  it('has such an address wait for its answers, also for that to a right one, and nobody else', async () => {
    for (let i = 0; i < 2; i++) await guess('api', from('203.0.113.7'));
    const answered: string[] = [];
    const right = async (address: string): Promise<void> => {
      answered.push(await tries.judged(address, 'api', from(address), 'no'));
    };
    await Promise.all([right('203.0.113.7'), right('203.0.113.8')]);
    expect(answered).toEqual(['203.0.113.8', '203.0.113.7']);
  });

  it('cuts a connection on which such an address sends several at a time, be it the first of them', async () => {
    const request = from('203.0.113.7');
    const kinds = await Promise.all(Array.from({ length: 4 }, async () => guess('api', request)));
    expect(kinds).toEqual(['invalid-token', 'invalid-token', 'too-many-tries', 'too-many-tries']);
    expect(request.socket.destroyed).toBe(true);
    // One after the other it may.
    const later = from('203.0.113.7');
    for (let i = 0; i < 2; i++) await guess('api', later);
    expect(later.socket.destroyed).toBe(false);
  });
});
