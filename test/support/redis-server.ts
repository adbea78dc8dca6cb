import assert from 'node:assert';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '#loopback';

export interface RedisServerOptions {
  /**
   * Whether to keep an append-only file that is written before each answer, so that a restart keeps
   * everything. (With `everysec` Redis may answer up to two seconds before it writes, on a busy
   * disk. Nothing waits for the disk: what is written outlives the process, and no machine dies here.)
   */
  readonly aof?: boolean;
  /** Any directive of redis.conf, for example `{ maxmemory: '8mb' }`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Additional environment variables. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Default: `redis-server` of the PATH. */
  readonly program?: string;
}

const READY = 'Ready to accept connections';
const START_MS_MAX = 15_000;
const OUTPUT_CHARS_MAX = 4000;
const PORT_TRIES = 5;
/** A shell that runs until the test process ends, however it does, and then kills the server. */
const GUARD = 'cat > /dev/null; kill -9 "$0"; rm -rf "$1"';

/**
 * A redis-server for tests: on a free loopback port, in a temporary folder, without eviction. It
 * never connects to a server that it did not start. Call `stop()` when done; a forgotten server
 * ends with the test process.
 */
export class RedisServer {
  static #shared: Promise<RedisServer> | undefined;

  readonly port: number;
  readonly #folder: string;
  readonly #options: RedisServerOptions;
  #child: ChildProcess | undefined;

  private constructor(port: number, folder: string, options: RedisServerOptions) {
    this.port = port;
    this.#folder = folder;
    this.#options = options;
  }

  /** Starts a server; resolves when it answers. */
  static async start(options: RedisServerOptions = {}): Promise<RedisServer> {
    const folder = await mkdtemp(join(tmpdir(), 'live-event-relay-redis-'));
    for (let tries = 1; ; tries++) {
      const server = new RedisServer(await freePort(), folder, options);
      try {
        await server.#launch();
        return server;
      } catch (error) {
        const taken = String(error).includes('Address already in use');
        if (taken && tries < PORT_TRIES) continue;
        await server.stop();
        throw error;
      }
    }
  }

  /**
   * One server for all tests of a file, without persistence, stopped after the last of them. Each
   * test takes a {@link uniquePrefix} of its own, and none suspends, kills or flushes it.
   */
  static async shared(): Promise<RedisServer> {
    RedisServer.#shared ??= RedisServer.start();
    return RedisServer.#shared;
  }

  /**
   * Stops the shared server, if one was started. Called automatically after the tests of a file.
   */
  static async stopShared(): Promise<void> {
    const server = await RedisServer.#shared;
    RedisServer.#shared = undefined;
    await server?.stop();
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Ends the server for good and removes its folder. */
  async stop(): Promise<void> {
    // A replica that was just promoted refuses SIGTERM while it writes its first append-only file.
    await this.#end('SIGKILL');
    // A child of the server may still write there for a moment.
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 10 });
  }

  /** Ends the server like a crash; {@link restart} starts it again. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Starts the server again on its port and in its folder, after shutting it down if it runs. */
  async restart(): Promise<void> {
    await this.#end('SIGTERM');
    await this.#launch();
  }

  /** Suspends the server until {@link resume}: connections stay open and get no answer. */
  suspend(): void {
    this.#running().kill('SIGSTOP');
  }

  resume(): void {
    this.#running().kill('SIGCONT');
  }

  #running(): ChildProcess {
    assert(this.#child !== undefined, 'This redis-server does not run.');
    return this.#child;
  }

  async #end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    child.ref();
    const exited = once(child, 'exit');
    child.kill(signal);
    // A suspended process handles a signal only when it runs again.
    child.kill('SIGCONT');
    await exited;
  }

  async #launch(): Promise<void> {
    const program = this.#options.program ?? 'redis-server';
    const child = spawn(program, this.#arguments(), {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...this.#options.environment },
    });
    let output = '';
    const ready = new Promise<void>((resolve, reject) => {
      const fail = (why: string): void =>
        reject(new Error(`redis-server on port ${this.port} ${why}:\n${output}`));
      const timer = setTimeout(() => fail('did not start in time'), START_MS_MAX);
      const read = (chunk: Buffer): void => {
        output = (output + chunk.toString()).slice(-OUTPUT_CHARS_MAX);
        if (!output.includes(READY)) return;
        clearTimeout(timer);
        resolve();
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('error', (error) => reject(missing(program, error)));
      child.once('close', () => {
        clearTimeout(timer);
        fail('ended');
      });
    });
    try {
      await ready;
      await ping(this.port);
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    }
    this.#child = child;
    this.#guard(child);
  }

  /** Lets a forgotten server neither keep the test process alive nor outlive it. */
  #guard(child: ChildProcess): void {
    const names = [String(child.pid), this.#folder];
    const guard = spawn('sh', ['-c', GUARD, ...names], { stdio: ['pipe', 'ignore', 'ignore'] });
    child.once('exit', () => {
      this.#child = undefined;
      guard.kill('SIGKILL');
    });
    for (const part of [child, child.stdout, child.stderr, guard, guard.stdin]) {
      (part as Partial<Socket>).unref?.();
    }
  }

  #arguments(): string[] {
    const settings = {
      port: String(this.port),
      bind: '127.0.0.1',
      dir: this.#folder,
      save: '',
      appendonly: this.#options.aof === true ? 'yes' : 'no',
      appendfsync: 'no',
      'maxmemory-policy': 'noeviction',
      ...this.#options.settings,
    };
    return Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  }
}

/** A key prefix that no other test uses. */
export function uniquePrefix(): string {
  return `test:${randomBytes(6).toString('hex')}`;
}

function missing(program: string, error: Error): Error {
  if (!('code' in error) || error.code !== 'ENOENT') return error;
  return new Error(
    `${program} is not on the PATH: install it (apt-get install redis-server, ` +
      'brew install redis) or run scripts/test, which does.',
    { cause: error },
  );
}

async function ping(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  socket.write('PING\r\n');
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  // A server with a password answers with an error, which is enough.
  assert.match(answer.toString(), /^(?:\+PONG|-[A-Z]+ )/u, 'redis-server does not answer a PING.');
}

// Stops the shared server after the tests of each file that imports this module.
if (typeof afterAll === 'function') afterAll(async () => RedisServer.stopShared());
