import { execFileSync, spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The project's folder. */
export const ROOT = resolve(import.meta.dirname, '../..');
const MAIN = join(ROOT, 'dist/relay/main.js');

/** The time limit of a `beforeAll` that builds. */
export const BUILD_MS_MAX = 600_000;

/** Builds the relay, unless the build is newer than all sources. */
export function ensureBuilt(): void {
  const built = statSync(MAIN, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (['apps/relay', 'libs'].every((folder) => newestOf(join(ROOT, folder)) < built)) return;
  execFileSync('npm', ['run', '--silent', 'build:relay'], { cwd: ROOT, stdio: 'pipe' });
}

/** Builds the console's page, unless the build is newer than all sources. */
export function ensureConsoleBuilt(): void {
  const page = join(ROOT, 'dist/apps/console-web/index.html');
  const built = statSync(page, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const folder = join(ROOT, 'apps/console-web');
  if (newestOf(folder, /(?<!\.spec\.ts)$/u) < built) return;
  execFileSync(process.execPath, [join(folder, 'build.mjs')], { cwd: ROOT, stdio: 'pipe' });
}

/**
 * Starts `bin/live-relay` with these arguments. It gets only PATH and this environment.
 *
 * @param options.stdout a file descriptor in place of a pipe; then the child has no `stdout`.
 */
export function liveRelay(
  args: readonly string[],
  options: {
    readonly cwd: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly stdout?: number;
  },
): ChildProcessWithoutNullStreams {
  const env = { PATH: process.env['PATH'], ...options.env };
  const program = [join(ROOT, 'bin/live-relay'), ...args];
  const { cwd, stdout = 'pipe' } = options;
  const stdio = ['pipe', stdout, 'pipe'] as const;
  return spawn(process.execPath, program, {
    cwd,
    env,
    stdio: [...stdio],
  }) as ChildProcessWithoutNullStreams;
}

/** Runs `bin/live-relay` until it ends. */
export async function runLiveRelay(
  args: readonly string[],
  options: {
    readonly cwd: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly input?: string;
  },
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  const child = liveRelay(args, options);
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => (text[name] += chunk));
  }
  child.stdin.end(options.input ?? '');
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...text };
}

function newestOf(folder: string, named = /(?<!\.spec)\.ts$/u): number {
  let newest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || !named.test(entry.name)) continue;
    newest = Math.max(newest, statSync(join(entry.parentPath, entry.name)).mtimeMs);
  }
  return newest;
}
