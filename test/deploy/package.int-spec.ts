import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUILD_MS_MAX, ensureBuilt, ensureConsoleBuilt, ROOT } from '../support/built-relay.js';

/** What an older build left for a program that runs from it. */
const LEFT = 'dist/relay/left-by-an-older-build.js';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

describe('the npm package', () => {
  let folder: string;
  beforeAll(() => {
    ensureBuilt();
    ensureConsoleBuilt();
    folder = mkdtempSync(join(tmpdir(), 'live-relay-package-'));
    writeFileSync(join(ROOT, LEFT), '');
    const to = ['--pack-destination', folder];
    execFileSync('npm', ['pack', '--silent', '--ignore-scripts', ...to], { cwd: ROOT });
    const [tarball] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
    execFileSync('tar', ['-xzf', join(folder, tarball!), '-C', folder]);
    // What npm would install beside it.
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'package/node_modules'));
  }, BUILD_MS_MAX);
  afterAll(() => {
    rmSync(join(ROOT, LEFT));
    rmSync(folder, { recursive: true });
  });

  function run(...args: string[]): string {
    const program = join(folder, 'package/bin/live-relay');
    const env = { PATH: process.env['PATH'], AK: 'key', SK: 'secret' };
    return execFileSync(program, args, { cwd: folder, env, encoding: 'utf8' });
  }

  it('runs: tells its version, checks a configuration, and reads frames', () => {
    expect(run('--version')).toBe(`${version}\n`);
    const mapped = `
metastudio: { region: cn-north-4, projectId: 70b7600000034253880af501cd000000, auth: { type: aksk, accessKey: "\${AK}", secretKey: "\${SK}" } }
bridges: [{ name: shop, source: { type: twitch-irc, channel: shop }, target: { roomId: 00000000000000000000000000000001 } }]
`;
    writeFileSync(join(folder, 'relay.yaml'), mapped);
    expect(run('check', '--config', 'relay.yaml')).toContain('relay.yaml is fine');
    expect(run('man')).toContain('.TH LIVE-RELAY 1');
  });

  it('holds what the last build wrote, and nothing that older ones left for programs that run', () => {
    const files = readdirSync(join(folder, 'package/dist/relay'));
    expect(files).toContain('main.js');
    expect(files.filter((file) => file.startsWith('start.command-'))).toHaveLength(1);
    expect(existsSync(join(folder, 'package', LEFT))).toBe(false);
  });

  it("holds the operators' documents and no development file", () => {
    const files = readdirSync(join(folder, 'package'), { recursive: true, encoding: 'utf8' });
    const own = files.filter((file) => !file.startsWith('node_modules'));
    const needed = ['LICENSE', 'README.md', 'docs/CONFIG.md', 'docs/live-relay.1'];
    const shown = ['relay.example.yaml', '.env.example', 'dist/apps/console-web/index.html'];
    // What the documents send an operator to.
    const named = [
      'CHANGELOG.md',
      'deploy/grafana/live-event-relay.json',
      'deploy/prometheus/reports.rules.yml',
      'deploy/systemd/live-relay.service',
    ];
    expect(own).toEqual(expect.arrayContaining([...needed, ...shown, ...named]));
    expect(
      own.filter((file) => /(?:^|\/)(?:test|bench|simulator|demo)\/|\.spec\./u.test(file)),
    ).toEqual([]);
    expect(existsSync(join(folder, 'package/.env'))).toBe(false);
  });
});
