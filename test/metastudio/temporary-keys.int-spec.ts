import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RequestListener } from 'node:http';
import {
  createSigner,
  createTransport,
  CredentialError,
  RequestUrl,
  SkewClock,
  type AuthOptions,
  type SignedRequest,
} from '#metastudio';
import { answer, startHttpServer, type ScriptedServer } from './support/scripted-server.js';
import { eventually } from '../support/eventually.js';

const HOUR = 3_600_000;
const url = RequestUrl.parse('https://h/p')!;

/** Keys as the metadata service of an ECS gives them. */
function keys(name: string, endsAt: number): RequestListener {
  return answer(200, {
    credential: {
      access: `AK${name}`,
      secret: `SK${name}`,
      securitytoken: `T${name}`,
      expires_at: new Date(endsAt).toISOString().replace('Z', '000Z'),
    },
  });
}

/** The access key and the token that a request was signed with. */
function keyOf({ headers }: SignedRequest): (string | undefined)[] {
  const { authorization = '', 'x-security-token': token } = headers;
  return [/Access=(\w+),/u.exec(authorization)?.[1], token];
}

describe('temporary keys', () => {
  const opened: { close(): Promise<void> }[] = [];
  const clock = { ms: Date.now() };

  afterEach(async () => {
    for (const one of opened.splice(0).toReversed()) await one.close();
  });

  async function start(...steps: RequestListener[]): Promise<ScriptedServer> {
    const server = await startHttpServer(...steps);
    opened.push(server);
    return server;
  }

  function signerOf(auth: AuthOptions) {
    const transport = createTransport();
    opened.push({ close: () => transport.destroy() });
    clock.ms = Date.now();
    return createSigner(auth, {
      transport,
      clock: new SkewClock(() => clock.ms),
      timeoutMs: 2000,
    });
  }

  async function signed(signer: ReturnType<typeof signerOf>): Promise<SignedRequest> {
    return signer.sign({ method: 'GET', url, headers: {}, now: clock.ms });
  }

  it('come from the metadata service of an ECS, with a session token, and are renewed before they end', async () => {
    const begin = Date.now();
    const server = await start(
      answer(200, 'session-1'),
      keys('1', begin + HOUR),
      answer(200, 'session-2'),
      keys('2', begin + 2 * HOUR),
    );
    const signer = signerOf({ type: 'ecs', endpoint: server.origin });
    const first = await Promise.all([signed(signer), signed(signer)]);
    expect(first.map(keyOf)).toEqual([
      ['AK1', 'T1'],
      ['AK1', 'T1'],
    ]);
    expect(server.arrived.map(({ method, url: path }) => `${method} ${path}`)).toEqual([
      'PUT /meta-data/latest/api/token',
      'GET /openstack/latest/securitykey',
    ]);
    expect(server.arrived[0]!.headers['x-metadata-token-ttl-seconds']).toBe('21600');
    expect(server.arrived[1]!.headers['x-metadata-token']).toBe('session-1');
    clock.ms = begin + HOUR + 1000;
    expect(keyOf(await signed(signer))).toEqual(['AK2', 'T2']);
  });

  it('come without a session token where the metadata service is of the first version', async () => {
    const server = await start(answer(404, 'no such thing'), keys('1', Date.now() + HOUR));
    const signer = signerOf({ type: 'ecs', endpoint: server.origin });
    expect(keyOf(await signed(signer))).toEqual(['AK1', 'T1']);
    expect(server.arrived[1]!.headers).not.toHaveProperty('x-metadata-token');
  });

  it.each<[string, RequestListener[], RegExp, boolean]>([
    [
      'an ECS without an agency',
      [answer(200, 's'), answer(401, 'Please configure Cloud Service Agency first')],
      /gave no keys \(status 401\)\. Give the ECS an agency/u,
      false,
    ],
    ['a service that is busy', [answer(200, 's'), answer(500, 'x')], /\(status 500\)\.$/u, true],
    [
      'an answer of something else',
      [answer(200, 's'), answer(200, '<html>')],
      /gave no keys/u,
      false,
    ],
    [
      'a machine that is no ECS',
      [(request) => request.socket.destroy()],
      /cannot be reached/u,
      true,
    ],
  ])('say what is wrong: %s', async (_, steps, words, retriable) => {
    const server = await start(...steps);
    const signer = signerOf({ type: 'ecs', endpoint: server.origin });
    const error: unknown = await signed(signer).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CredentialError);
    expect(error).toMatchObject({ retriable, giver: 'the metadata service' });
    expect(String(error)).toMatch(words);
    expect(String(error)).not.toContain('<html>');
  });

  it('come from a file that is read again, also when they are refused before they end', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'live-relay-keys-'));
    opened.push({ close: async () => rmSync(folder, { recursive: true }) });
    const file = join(folder, 'keys.json');
    const write = (name: string): void => {
      writeFileSync(`${file}.new`, JSON.stringify({ accessKey: `AK${name}`, secretKey: 'SK' }));
      renameSync(`${file}.new`, file);
    };
    const signer = signerOf({ type: 'key-file', file });
    await expect(signed(signer)).rejects.toThrow(/The key file cannot be read \(ENOENT\)/u);
    write('1');
    const read = async () => signed(signer).catch(() => undefined);
    const first = await eventually(read, 'the file is read once it is there');
    expect(keyOf(first)).toEqual(['AK1', undefined]);
    write('2');
    clock.ms += 61_000;
    expect(signer.refused(first)).toBe(true);
    const second = await signed(signer);
    expect(keyOf(second)).toEqual(['AK2', undefined]);
    expect(signer.refused(second)).toBe(false);
    // Keys that are read again and again are not fresh: the file may hold others by now.
    for (let i = 0; i < 7; i++) {
      clock.ms += 11_000;
      await signed(signer);
    }
    write('3');
    // What was read just before the file changed may still come once.
    const isRead = async (): Promise<boolean> => {
      const next = await signed(signer);
      return keyOf(next)[0] === 'AK3' || !signer.refused(next);
    };
    expect(signer.refused(second)).toBe(true);
    await eventually(isRead, 'the file is read again');
    expect(keyOf(await signed(signer))).toEqual(['AK3', undefined]);
    // What is half written does not count, and the keys from before go on.
    writeFileSync(file, '{"accessKey":');
    clock.ms += 11_000;
    await signed(signer);
    expect(keyOf(await signed(signer))).toEqual(['AK3', undefined]);
  });

  it('come from a file though they seem to have ended, while no answer has told the time', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'live-relay-keys-'));
    opened.push({ close: async () => rmSync(folder, { recursive: true }) });
    const file = join(folder, 'keys.json');
    const expiresAt = new Date(Date.now() + HOUR).toISOString();
    const write = (accessKey: string): void =>
      writeFileSync(file, JSON.stringify({ accessKey, secretKey: 'SK', expiresAt }));
    write('AK1');
    const skewed = new SkewClock(() => Date.now() + 8 * HOUR);
    const transport = createTransport();
    opened.push({ close: () => transport.destroy() });
    const signer = createSigner(
      { type: 'key-file', file },
      { transport, clock: skewed, timeoutMs: 2000 },
    );
    expect(keyOf(await signed(signer))).toEqual(['AK1', undefined]);
    skewed.observe(new Date().toUTCString());
    const signOften = async (): Promise<void> => {
      for (let i = 0; i < 20; i++) {
        expect(keyOf(await signed(signer))).toEqual(['AK1', undefined]);
        await stat(file);
      }
    };
    // They are read once more, by the time that is known now, and then as seldom as ever.
    await signOften();
    write('AK2');
    await signOften();
    skewed.observe(new Date(Date.now() + 8 * HOUR).toUTCString());
    await expect(signed(signer)).rejects.toThrow(/holds keys that have ended/u);
  });
});
