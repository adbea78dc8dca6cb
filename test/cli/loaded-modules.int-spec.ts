import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { COMMANDS } from '../../apps/relay/src/cli/commands.js';
import { BUILD_MS_MAX, ensureBuilt, ROOT, runLiveRelay } from '../support/built-relay.js';

const BUNDLE = join(ROOT, 'dist/relay/');

/** The packages, and the number of our own files, that a run of the program loads. */
async function loadedBy(
  args: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Promise<{ packages: string[]; own: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'live-relay-loaded-'));
  try {
    await runLiveRelay(args, { cwd: ROOT, env: { ...more, NODE_V8_COVERAGE: folder } });
    const files = readdirSync(folder).flatMap((file) => {
      const { result } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
        result: { url: string }[];
      };
      return result.flatMap(({ url }) => (url.startsWith('file:') ? [fileURLToPath(url)] : []));
    });
    const modules = files.flatMap((file) => (file.startsWith(BUNDLE) ? modulesIn(file) : [file]));
    const packages = modules.flatMap((file) => {
      const [, name] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file) ?? [];
      return name === undefined ? [] : [name];
    });
    const own = modules.filter((file) => /^dist\/(?:apps|libs)\//.test(file)).length;
    return { packages: [...new Set(packages)].sort(), own };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The modules that a file of the bundle is made of, from the project's folder on. */
function modulesIn(file: string): string[] {
  const regions = readFileSync(file, 'utf8').matchAll(/^\/\/ ((?:dist|node_modules)\/\S+)$/gmu);
  return [...regions].map(([, path]) => path!);
}

describe('what a command loads', () => {
  beforeAll(ensureBuilt, BUILD_MS_MAX);

  it('is text of ASCII letters, of which V8 keeps one byte each', () => {
    const files = readdirSync(BUNDLE).filter((file) => file.endsWith('.js'));
    expect(files.length).toBeGreaterThan(100);
    const wide = files.filter((file) => /[^\p{ASCII}]/u.test(readFileSync(BUNDLE + file, 'utf8')));
    expect(wide).toEqual([]);
  });

  it.each([['--version'], ['--help']])('%s: nothing but the command line', async (flag) => {
    const { packages, own } = await loadedBy([flag]);
    expect(packages).toEqual(['commander']);
    expect(own).toBeGreaterThan(3);
    expect(own).toBeLessThan(20);
  });

  it.each([
    ['check', ['check', '--config', 'relay.example.yaml']],
    ['decode', ['decode', '--source', 'twitch-irc']],
  ])('%s: no client of Redis, of MetaStudio or of a chat, and no service', async (_name, args) => {
    const { packages, own } = await loadedBy(args);
    expect(packages).toEqual(['class-validator', 'commander', 'reflect-metadata', 'yaml']);
    expect(own).toBeGreaterThan(20);
  });

  it('start: no client of HTTP until there is something to request', async () => {
    // It ends by itself, since its port is taken.
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const env = {
      METASTUDIO_PROJECT_ID: '70b7600000034253880af501cd000000',
      HUAWEICLOUD_SDK_AK: 'access-key-value',
      HUAWEICLOUD_SDK_SK: 'secret-key-value',
      REDIS_URL: 'redis://127.0.0.1:1',
    };
    const args = ['start', '--config', 'relay.example.yaml'];
    const { packages } = await loadedBy(args, { ...env, PORT: String(port) });
    other.close();
    expect(packages).toContain('ioredis');
    expect(packages).not.toContain('undici');
  });

  it.each(COMMANDS.map((command) => [command.name, command] as const))(
    '%s is in the table by the name and the summary of the command itself',
    async (name, { summary, load }) => {
      expect(await load()).toMatchObject({ name, summary });
    },
  );
});
