import { backoffMs, type Backoff } from '#timing';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { freePort } from '#loopback';
import { Secret } from '#secret';
import { logText, type RelayLog } from '#telemetry';
import { EmbeddedRedisError, type EmbeddedPlace } from './embedded-place.js';

const READY = 'Ready to accept connections';
export const START_MS_MAX = 30_000;
const PORT_TRIES = 5;
const AGAIN: Backoff = { firstMs: 500, longestMs: 10_000, leastMs: 250 };
export const EMBEDDED_STOP_MS_MAX = 10_000;
/** How often one is looked for that was adopted, in ms. */
const LEFT_LOOK_MS = 500;
/**
 * Enough for the events of a shop that wait for hours. When it is full, events are shed by class;
 * nothing is evicted.
 */
const MEMORY = '256mb';
/** Messages of every start that Redis logs as warnings. */
const ROUTINE =
  /^(Reading config from stdin|oO0OoO0OoO0Oo Redis|Redis version=|Configuration loaded|Server initialized)/u;
/** Outlives the relay however that ends, and then has the server end in order. */
const GUARD = 'cat > /dev/null; kill -TERM "$0"';

/**
 * A redis-server that the relay starts, supervises and stops last: on loopback with a password,
 * what is appended on disk within a second, evicting nothing, its data beside the configuration.
 */
export class EmbeddedRedis {
  readonly url: Secret;
  readonly #program: string;
  readonly #place: EmbeddedPlace;
  readonly #log: Pick<RelayLog, 'write'>;
  readonly #port: number;
  readonly #password: string;
  #child: ChildProcess | undefined;
  #isStopping = false;
  /** How often it ended without having got ready, in a row. */
  #failures = 0;
  #timer: NodeJS.Timeout | undefined;
  #lastWords: string[] = [];

  private constructor(
    program: string,
    place: EmbeddedPlace,
    log: Pick<RelayLog, 'write'>,
    port: number,
    password = randomBytes(24).toString('base64url'),
  ) {
    this.#program = program;
    this.#place = place;
    this.#log = log;
    this.#port = port;
    this.#password = password;
    this.url = new Secret(`redis://:${password}@127.0.0.1:${port}`);
  }

  /**
   * Starts one; resolves when it answers.
   *
   * @throws EmbeddedRedisError also where another process runs one there.
   */
  static async start(
    program: string,
    place: EmbeddedPlace,
    log: Pick<RelayLog, 'write'>,
  ): Promise<EmbeddedRedis> {
    place.make();
    if (!place.claim.take()) throw place.heldError();
    try {
      return await EmbeddedRedis.#startOnFreePort(program, place, log);
    } catch (error) {
      place.claim.release();
      throw error;
    }
  }

  /**
   * Takes the place of a relay that is no more and whose server still runs: starts it again where it
   * ends, as one does that had only been slow to.
   */
  static adopt(
    program: string,
    place: EmbeddedPlace,
    log: Pick<RelayLog, 'write'>,
    url: Secret,
  ): EmbeddedRedis {
    const { port, password } = new URL(url.reveal());
    const redis = new EmbeddedRedis(program, place, log, Number(port), password);
    redis.#watchLeft();
    return redis;
  }

  static async #startOnFreePort(
    program: string,
    place: EmbeddedPlace,
    log: Pick<RelayLog, 'write'>,
  ): Promise<EmbeddedRedis> {
    for (let tries = 1; ; tries++) {
      const redis = new EmbeddedRedis(program, place, log, await freePort());
      try {
        await redis.#launch();
        return redis;
      } catch (error) {
        // Another program took the port in between.
        const isTaken = redis.#lastWords.some((line) => line.includes('already in use'));
        if (!isTaken || tries >= PORT_TRIES) throw error;
      }
    }
  }

  /** Ends it in order, once nothing is written any more. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#timer);
    const child = this.#child;
    if (child !== undefined && child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), EMBEDDED_STOP_MS_MAX);
      await ended;
      clearTimeout(late);
    }
    // What was adopted and has not ended runs on.
    if (child !== undefined) this.#place.forget();
    this.#place.claim.release();
  }

  async #launch(): Promise<void> {
    const child = spawn(this.#program, ['-'], {
      cwd: this.#place.folder,
      stdio: ['pipe', 'pipe', 'pipe'],
      // A Ctrl-C in the terminal must reach the relay alone, which stops Redis last.
      detached: true,
    });
    this.#child = child;
    const ready = new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => {
        reject(this.#failure('did not get ready in time'));
        child.kill('SIGKILL');
      }, START_MS_MAX);
      const failed = (error: EmbeddedRedisError): void => {
        clearTimeout(late);
        reject(error);
      };
      child.once('error', (error) => failed(new EmbeddedRedisError(error.message)));
      // Not its exit: what it wrote may be read only after that.
      child.once('close', () => failed(this.#failure('ended')));
      for (const output of [child.stdout, child.stderr]) {
        createInterface({ input: output }).on('line', (line) => {
          this.#hear(line);
          if (!line.includes(READY)) return;
          clearTimeout(late);
          resolve();
        });
      }
    });
    // The configuration goes to standard input: nobody else on the machine can read the password
    // there.
    child.stdin.on('error', () => {});
    child.stdin.end(this.#settings());
    this.#guard(child);
    await ready;
    try {
      this.#place.write({ pid: child.pid!, url: this.url });
    } catch (error) {
      // Neither another start nor a second try may find it on the files.
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
      throw error;
    }
    this.#failures = 0;
    child.once('exit', () => this.#ended());
  }

  #settings(): string {
    return Object.entries({
      bind: '127.0.0.1',
      port: String(this.#port),
      requirepass: this.#password,
      dir: JSON.stringify(this.#place.folder),
      appendonly: 'yes',
      appendfsync: 'everysec',
      save: '""',
      maxmemory: MEMORY,
      'maxmemory-policy': 'noeviction',
      daemonize: 'no',
    })
      .map(([name, value]) => `${name} ${value}\n`)
      .join('');
  }

  /** It ended unasked: starts it again on the same port, so that all connections find it. */
  #ended(): void {
    if (this.#isStopping) return;
    const inMs = Math.round(backoffMs(++this.#failures, AGAIN));
    this.#log.write('error', 'embedded_redis_ended', "The relay's own Redis ended.", {
      delayMs: inMs,
      wayOut: 'It is started again. What it wrote stands before this line.',
    });
    this.#timer = setTimeout(() => {
      // Another has been quicker: a relay of a version that claims nothing.
      if (this.#place.running() !== undefined) return this.#watchLeft();
      void this.#launch().then(
        () => this.#log.write('info', 'embedded_redis_again', "The relay's own Redis runs again."),
        () => this.#ended(),
      );
    }, inMs);
  }

  #watchLeft(): void {
    this.#timer = setTimeout(() => {
      if (this.#place.running() === undefined) this.#ended();
      else this.#watchLeft();
    }, LEFT_LOOK_MS);
  }

  #hear(line: string): void {
    // `1234:M 28 Nov 2026 05:29:00.000 * Ready …`: the sign before the words is the level.
    const [, sign = '#', words = line] = /^\d+:\w .{20,30} ([.*#-]) (.*)$/u.exec(line) ?? [];
    this.#lastWords = [...this.#lastWords.slice(-9), words];
    const isTrouble = sign === '#' && !this.#isStopping && !ROUTINE.test(words);
    const severity = isTrouble ? 'warn' : 'debug';
    this.#log.write(severity, 'embedded_redis', `Redis: ${logText(words)}`);
  }

  #guard({ pid }: ChildProcess): void {
    if (pid === undefined) return;
    const guard = spawn('sh', ['-c', GUARD, String(pid)], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    });
    guard.on('error', () => {});
    guard.unref();
    // The pipe is a socket, though not by its type.
    (guard.stdin as unknown as { unref(): void }).unref();
    this.#child?.once('exit', () => guard.kill('SIGKILL'));
  }

  #failure(what: string): EmbeddedRedisError {
    return new EmbeddedRedisError(
      [`redis-server ${what}. It wrote:`, ...this.#lastWords].join('\n  '),
    );
  }
}
