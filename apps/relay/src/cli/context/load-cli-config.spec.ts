import { SourceCatalogue } from '#platforms';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { loadCliConfig } from './load-cli-config.js';

const FILE = `metastudio:
  region: cn-north-4
  projectId: 70b7600000034253880af501cd000000
  auth: { type: aksk, accessKey: "\${AK}", secretKey: "\${SK}" }
bridges:
  - name: shop
    source: { type: twitch-irc, channel: tea }
    target: { roomId: 00000000000000000000000000000001 }
`;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'relay-config-'));
  writeFileSync(join(folder, 'relay.yaml'), FILE);
});

afterEach(() => rmSync(folder, { recursive: true }));

async function load(environment: Record<string, string>) {
  const stderr = new PassThrough();
  const loaded = await loadCliConfig(join(folder, 'relay.yaml'), {
    stdin: new PassThrough(),
    stdout: new PassThrough(),
    stderr,
    version: '0',
    environment,
    sources: new SourceCatalogue(),
    stopped: new AbortController().signal,
  });
  return { loaded, said: String(stderr.read() ?? '') };
}

/** The names of the variables of which a note says that they come too late in a `.env`. */
async function lateIn(environment: Record<string, string>): Promise<(string | undefined)[]> {
  const { loaded } = await load(environment);
  const notes = loaded!.cautions.filter(({ message }) => message.includes('does nothing here'));
  return notes.map(({ message }) => message.split(' ', 1)[0]);
}

describe('loadCliConfig', () => {
  it('.env beside the configuration: its variables count, and a note names the file', async () => {
    writeFileSync(join(folder, '.env'), 'AK=access\nSK=secret\n');
    const { loaded } = await load({});
    expect(loaded?.config.bridges).toHaveLength(1);
    expect(loaded?.cautions).toMatchObject([
      { path: '.env', message: expect.stringContaining('beside') },
    ]);
  });

  it('.env beside the configuration: replaces no variable of the environment', async () => {
    writeFileSync(join(folder, '.env'), 'AK=a\nSK=s\nPORT=1\n');
    const { loaded } = await load({ PORT: '4000' });
    expect(loaded?.config.process.port).toBe(4000);
  });

  it('.env that cannot be read: is named where variables are missing, and noted where none is', async () => {
    symlinkSync('.env', join(folder, '.env'));
    const note = `${join(folder, '.env')}: cannot be read (ELOOP)`;
    expect((await load({})).said).toContain(`note: ${note}`);
    const { loaded } = await load({ AK: 'a', SK: 's' });
    const [caution] = loaded?.cautions ?? [];
    expect(`${caution?.path}: ${caution?.message}`).toContain(note);
  });

  it('.env with what Node reads as it starts: a note says that it does nothing there', async () => {
    const variables =
      'AK=a\nSK=s\nNODE_EXTRA_CA_CERTS=ca.pem\nOTEL_SERVICE_NAME=relay\nNODE_DEBUG=\n';
    writeFileSync(join(folder, '.env'), variables);
    expect(await lateIn({})).toEqual(['NODE_EXTRA_CA_CERTS', 'OTEL_SERVICE_NAME']);
    expect(await lateIn({ NODE_EXTRA_CA_CERTS: 'ca.pem' })).toEqual(['OTEL_SERVICE_NAME']);
    const { said } = await load({ AK: '', PORT: 'many' });
    expect(said).toContain('NODE_EXTRA_CA_CERTS does nothing here');
  });

  it('.env with a variable of the file that is named as those of Node are: it counts', async () => {
    const variables = 'AK=a\nSK=s\nNODE_ENV=production\nNODE_CHANNEL=coffee\n';
    writeFileSync(join(folder, '.env'), variables);
    writeFileSync(join(folder, 'relay.yaml'), FILE.replace('tea', '"${NODE_CHANNEL}"'));
    const { loaded } = await load({});
    expect(loaded?.config.bridges[0]?.source.options).toMatchObject({ channel: 'coffee' });
    expect(await lateIn({})).toEqual([]);
  });

  it('.env with a value that ends before a # of its own: a note names the variable, and no value', async () => {
    const whole =
      'A1=a # of the shop\nA2="a#b"\nA3=\'a#b\' # why\nA4=`a#b`\nA5=# none yet\n# A6=a#b\nA7= "a#b"\n';
    writeFileSync(
      join(folder, '.env'),
      `${whole}AK=quartz-8#key\n export SK = quartz-9#y # why\r\n`,
    );
    const { loaded } = await load({});
    const notes = loaded!.cautions.filter(({ message }) => message.includes('single quotes'));
    expect(notes.map(({ message }) => message.split(' ', 1)[0])).toEqual(['AK', 'SK']);
    expect(JSON.stringify(notes)).not.toContain('quartz');
    const { said } = await load({ PORT: 'many' });
    expect(said).toContain('AK ends before its #');
  });

  it('a wrong variable is a problem of the environment, and not of the file', async () => {
    const { said } = await load({ AK: 'a', SK: 's', PORT: 'many' });
    expect(said).toContain('the environment has one problem');
    expect(said).not.toContain('relay.yaml has');
  });

  it('counts problems of the environment and of the file separately', async () => {
    const { said } = await load({ PORT: 'many' });
    expect(said).toContain('the environment has one problem');
    expect(said).toMatch(/relay\.yaml has 2 problems/);
  });
});
