import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { freePort } from '#loopback';
import { Program, ProgramError, type ProgramTerms } from './program.js';
import { demoEnvironment, demoRelayFile, type SimulatorReady } from './relay-file.js';

/** The addresses of the running programs. */
export interface StackAddresses {
  readonly simulator: string;
  /** The relay's HTTP address: console, metrics, status. */
  readonly relay: string;
}

const SIMULATOR = fileURLToPath(new URL('../../simulator/src/main.js', import.meta.url));
const RELAY = fileURLToPath(new URL('../../../../bin/live-relay', import.meta.url));
const PORT_TRIES = 5;
/** The relay takes at most 20 s to stop; the other programs have nothing to finish. */
const RELAY_STOP_MS = 26_000;
const STOP_MS = 3000;

/**
 * The programs of the demo: a Redis, the simulator and the relay, in a folder that is removed at
 * the end.
 */
export class Stack {
  readonly folder: string;
  readonly #programs: { readonly program: Program; readonly stopMs: number }[] = [];

  readonly #environment: NodeJS.ProcessEnv;
  #stopped = false;

  private constructor(folder: string, environment: NodeJS.ProcessEnv) {
    this.folder = folder;
    this.#environment = environment;
  }

  /** @param environment the environment of every program. */
  static async prepare(environment: NodeJS.ProcessEnv): Promise<Stack> {
    const folder = await mkdtemp(join(tmpdir(), 'live-event-relay-demo-'));
    return new Stack(folder, environment);
  }

  /** Starts all programs. @throws ProgramError when one does not get ready. */
  async start(speakingMs: number): Promise<StackAddresses> {
    const redisPort = await this.#startRedis();
    const simulator = await this.#startSimulator(speakingMs);
    const environment = {
      ...demoEnvironment(simulator),
      REDIS_URL: `redis://127.0.0.1:${redisPort}`,
    };
    await writeFile(join(this.folder, 'relay.yaml'), stringify(demoRelayFile(simulator)));
    // An .env beside relay.yaml, so that other commands find the same Redis and keys.
    const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}\n`);
    await writeFile(join(this.folder, '.env'), variables.join(''), { mode: 0o600 });
    const relay = this.#add(
      {
        name: 'relay',
        command: process.execPath,
        args: [RELAY, 'start'],
        environment: { ...environment, PORT: '0' },
      },
      RELAY_STOP_MS,
    );
    const port = await relay.says((line) => startedPort(line));
    return { simulator: simulator.url, relay: `http://127.0.0.1:${port}` };
  }

  /** Rejects as soon as a program ends by itself. */
  async failed(): Promise<never> {
    return Promise.race(this.#programs.map(async ({ program }) => program.failed()));
  }

  /** Ends all programs, the last one first, and removes the folder. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const { program, stopMs } of this.#programs.splice(0).toReversed()) {
      await program.stop(stopMs);
    }
    await rm(this.folder, { recursive: true, force: true });
  }

  async #startRedis(): Promise<number> {
    for (let tries = 1; ; tries++) {
      const port = await freePort();
      const settings = { port: String(port), bind: '127.0.0.1', dir: this.folder, ...REDIS };
      const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
      const redis = this.#add({ name: 'redis', command: 'redis-server', args }, STOP_MS);
      try {
        await redis.says((line) =>
          line.includes('Ready to accept connections') ? true : undefined,
        );
        return port;
      } catch (error) {
        // Another program took the port before Redis could.
        if (tries === PORT_TRIES || !String(error).includes('already in use')) throw error;
        this.#programs.pop();
      }
    }
  }

  async #startSimulator(speakingMs: number): Promise<SimulatorReady> {
    const human = ['--speaking-ms', String(speakingMs)];
    const args = [SIMULATOR, '--rooms', '2', '--chat-rate', '0', ...human];
    const program = this.#add({ name: 'simulator', command: process.execPath, args }, STOP_MS);
    return program.says((line) =>
      line.startsWith('{"ready":') ? (JSON.parse(line) as SimulatorReady) : undefined,
    );
  }

  #add(terms: StackProgram, stopMs: number): Program {
    if (this.#stopped) throw new ProgramError(`${terms.name} is not started any more.`);
    const environment = { ...this.#environment, ...terms.environment };
    const program = new Program({ ...terms, folder: this.folder, environment });
    this.#programs.push({ program, stopMs });
    return program;
  }
}

type StackProgram = Omit<ProgramTerms, 'folder' | 'environment'> &
  Partial<Pick<ProgramTerms, 'environment'>>;

/** The settings that the relay needs: no eviction, and an append-only file. */
const REDIS = {
  save: '',
  appendonly: 'yes',
  appendfsync: 'everysec',
  'maxmemory-policy': 'noeviction',
};

/** The port in the relay's first log line. */
function startedPort(line: string): number | undefined {
  if (!line.includes('"event":"started"')) return undefined;
  return Number(/"port":(\d+)/.exec(line)?.[1]);
}
