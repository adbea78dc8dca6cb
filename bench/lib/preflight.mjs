// Checks what a run needs, and describes the machine.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A sentence that names what is missing; `undefined` if nothing is. */
export function whatIsMissing() {
  if (!existsSync('/proc/self/stat')) {
    return 'The benchmark reads CPU time and memory from /proc: it runs on Linux.';
  }
  if (spawnSync('redis-server', ['--version']).error !== undefined) {
    return 'redis-server is not on the PATH: install it (apt-get install redis-server), or run scripts/test, which does.';
  }
  return undefined;
}

/** Builds the relay if a source file is newer than its build; the console may be built alone, and later. */
export function buildWhenStale() {
  const built = newest('dist/relay', '.js');
  const source = Math.max(newest('apps', '.ts'), newest('libs', '.ts'));
  if (built > source) return;
  process.stderr.write('building …\n');
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: ROOT, stdio: ['ignore', 2, 2] });
}

function newest(folder, ending) {
  const path = join(ROOT, folder);
  if (!existsSync(path)) return 0;
  const names = readdirSync(path, { recursive: true });
  const files = names.filter((name) => name.endsWith(ending));
  return files.reduce((latest, name) => Math.max(latest, statSync(join(path, name)).mtimeMs), 0);
}

/** The commit, the versions and the machine that the figures of a run belong to. */
export function machine() {
  const [cpu] = cpus();
  return {
    at: new Date().toISOString(),
    commit: outputOf('git', 'rev-parse', '--short', 'HEAD') || undefined,
    node: process.version,
    redis: /v=(\S+)/u.exec(outputOf('redis-server', '--version') ?? '')?.[1],
    kernel: release(),
    cpu: `${cpu.model} × ${cpus().length}`,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    load: Number(readFileSync('/proc/loadavg', 'utf8').split(' ')[0]),
  };
}

function outputOf(file, ...args) {
  return spawnSync(file, args, { cwd: ROOT }).stdout?.toString().trim();
}
