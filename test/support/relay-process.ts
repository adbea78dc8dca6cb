import assert from 'node:assert';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Simulator } from '../../apps/simulator/src/index.js';
import { liveRelay } from './built-relay.js';
import { eventually } from './eventually.js';

export interface ProcessSetup {
  readonly redisUrl: string;
  readonly simulator: Simulator;
  /** The same for all processes of one installation. */
  readonly prefix: string;
  /** The `bridges` of the file. */
  readonly bridges: readonly object[];
  readonly metastudio?: object;
  readonly buffer?: object;
  /** The `api` of the file. With it the file may have no bridges. */
  readonly api?: object;
  readonly trail?: string;
  readonly notices?: object;
  /** As in `RELAY_ROLES`; by default all of them. */
  readonly roles?: string;
  /** Additional environment variables. */
  readonly environment?: Readonly<Record<string, string>>;
}

const START_MS_MAX = 120_000;

/**
 * `live-relay start` in a process of its own, for tests that kill and suspend it. Call
 * `ensureBuilt` first, and {@link end} in a `finally`.
 */
export class RelayProcess {
  /** Every log line so far, parsed. */
  readonly log: Readonly<Record<string, unknown>>[] = [];
  /** Resolves with the exit code or signal of the process. */
  readonly exited: Promise<{ readonly code: number | null; readonly signal: string | null }>;
  #rest = '';
  #errors = '';

  private constructor(
    readonly child: ChildProcess,
    private readonly folder: string,
  ) {
    child.stdout!.setEncoding('utf8').on('data', (text: string) => this.#read(text));
    child.stderr!.setEncoding('utf8').on('data', (text: string) => (this.#errors += text));
    this.exited = new Promise((resolve) => {
      child.once('exit', (code, signal) => resolve({ code, signal }));
    });
  }

  /** Starts a process, and does not wait until it is ready. */
  static async spawn(setup: ProcessSetup): Promise<RelayProcess> {
    const { simulator, redisUrl, roles = 'collector,reporter,console' } = setup;
    const { projectId, accessKey, secretKey } = simulator.settings;
    const folder = await mkdtemp(join(tmpdir(), 'live-event-relay-process-'));
    const auth = { type: 'aksk', accessKey: '${AK}', secretKey: '${SK}' };
    const metastudio = { endpoint: simulator.url, projectId, auth, reportsPerSecond: 0 };
    const file = stringify({
      metastudio: { ...metastudio, ...setup.metastudio },
      bridges: setup.bridges,
      ...(setup.api === undefined ? {} : { api: setup.api }),
      ...(setup.trail === undefined ? {} : { trail: setup.trail }),
      ...(setup.notices === undefined ? {} : { notices: setup.notices }),
      buffer: { minIntervalMs: 100, ...setup.buffer },
      redis: { prefix: setup.prefix },
    });
    await writeFile(join(folder, 'relay.yaml'), file);
    const own = { AK: accessKey, SK: secretKey, REDIS_URL: redisUrl, PORT: '0' };
    const env = { ...own, ...setup.environment, RELAY_ROLES: roles };
    const child = liveRelay(['start'], { cwd: folder, env });
    return new RelayProcess(child, folder);
  }

  /** Starts a process; resolves when it is ready. */
  static async start(setup: ProcessSetup): Promise<RelayProcess> {
    const started = await RelayProcess.spawn(setup);
    try {
      await started.ready();
      return started;
    } catch (error) {
      await started.end();
      throw error;
    }
  }

  async ready(): Promise<void> {
    const { port } = await this.logged('started', START_MS_MAX);
    await eventually(
      async () => (await fetch(`http://127.0.0.1:${String(port)}/readyz`)).ok,
      'the relay is ready',
      START_MS_MAX,
    );
  }

  /** Requests a path of its HTTP. */
  async get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    const { port } = await this.logged('started');
    return fetch(`http://127.0.0.1:${String(port)}${path}`, { headers });
  }

  /** Changes the configuration file while the process runs. */
  async rewrite(change: (text: string) => string): Promise<void> {
    const path = join(this.folder, 'relay.yaml');
    await writeFile(`${path}~`, change(await readFile(path, 'utf8')));
    await rename(`${path}~`, path);
  }

  /** The value of one series of its metrics; 0 if the series does not exist. */
  async metric(series: string): Promise<number> {
    const text = await (await this.get('/metrics')).text();
    const line = text.split('\n').find((one) => one.startsWith(`${series} `));
    return Number(line?.slice(series.length + 1) ?? 0);
  }

  /** The first log line of an event. */
  async logged(event: string, withinMs?: number): Promise<Readonly<Record<string, unknown>>> {
    return eventually(
      () => {
        assert.equal(this.child.exitCode, null, `live-relay has ended: ${this.#errors}`);
        return this.log.find((line) => line['event'] === event);
      },
      `live-relay logs ${event}`,
      withinMs,
    );
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Kills the process, even a suspended one, and removes its folder. */
  async end(): Promise<void> {
    this.child.kill('SIGKILL');
    this.child.kill('SIGCONT');
    await this.exited;
    await rm(this.folder, { recursive: true, force: true });
  }

  #read(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop()!;
    for (const line of lines) this.log.push(JSON.parse(line) as Record<string, unknown>);
  }
}
