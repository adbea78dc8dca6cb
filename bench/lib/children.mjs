// Starts what a benchmark needs, watches what it costs, and stops it by process id.
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const TICKS_A_SECOND = 100;
const running = new Set();

/** Stops every started program. */
export async function stopAll() {
  await Promise.all([...running].map((child) => stop(child)));
}
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));

export async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 30_000);
  await gone;
  clearTimeout(late);
  running.delete(child);
}

/** Registers a child that was started elsewhere, so that it is stopped with all others. */
export function keepUntilStopped(child) {
  running.add(child);
  child.on('exit', () => running.delete(child));
}

/** Forks a program of the benchmark. `ask(order, key)` resolves with the `key` of its answer. */
export function startChild(file, args = [], env = process.env) {
  const child = fork(new URL(file, import.meta.url), args, { env, execArgv: [] });
  running.add(child);
  child.on('exit', (code) => {
    running.delete(child);
    if (code !== null && code !== 0) process.stderr.write(`${file} ended with ${code}\n`);
  });
  const ask = async (order, key) => {
    const answer = new Promise((resolve, reject) => {
      const hear = (message) => {
        if (!(key in message)) return;
        child.off('message', hear);
        child.off('exit', fail);
        resolve(message[key]);
      };
      const fail = () => reject(new Error(`${file} ended`));
      child.on('message', hear);
      child.on('exit', fail);
    });
    if (order !== undefined) child.send(order);
    return answer;
  };
  return { child, ask, pid: child.pid };
}

export async function startRedis() {
  const folder = mkdtempSync(join(tmpdir(), 'live-event-relay-bench-'));
  const port = await freePort();
  const settings = ['--port', port, '--dir', folder, '--bind', '127.0.0.1', '--save', ''];
  const durable = ['--appendonly', 'yes', '--appendfsync', 'everysec'];
  const child = spawn('redis-server', [...settings, ...durable].map(String), {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.stdout.on('data', (text) => {
      if (String(text).includes('Ready to accept')) resolve();
    });
  });
  const url = `redis://127.0.0.1:${port}`;
  const end = async () => {
    await stop(child);
    rmSync(folder, { recursive: true, force: true });
  };
  return { child, pid: child.pid, url, stop: end };
}

/**
 * Starts a Node program, and waits until its output says that it is ready; `said` is this output.
 */
export async function startProgram(file, args, env, nodeOptions, isReady) {
  const child = spawn(process.execPath, [...nodeOptions, file, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  child.on('exit', () => running.delete(child));
  const said = await new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error(`${file} ended before it was ready`)));
    child.stdout.on('data', (text) => {
      if (isReady(String(text))) resolve(String(text));
    });
  });
  return { child, pid: child.pid, said };
}

/** The CPU seconds of a process so far, and its largest resident memory in MB. */
export function costOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /u, '')
    .split(' ');
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const cpuSeconds = (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
  return { cpuSeconds, rssMbMax: Number(/VmHWM:\s+(\d+)/u.exec(status)[1]) / 1024 };
}

/** A port of 127.0.0.1 on which nobody listens. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
