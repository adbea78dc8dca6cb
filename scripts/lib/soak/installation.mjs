// A Redis, the simulator and the relay in three processes, all on loopback and in one folder.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';

const ROOT = new URL('../../../', import.meta.url);
const built = async (path) => import(new URL(`dist/${path}`, ROOT).href);
const { Program } = await built('apps/demo/src/program.js');
const { demoEnvironment, demoRelayFile } = await built('apps/demo/src/relay-file.js');
const { BufferKeys, connectBufferRedis, LedgerReader, redisReady } = await built(
  'libs/event-buffer/src/index.js',
);
const { freePort } = await built('libs/loopback/src/index.js');
const { Secret } = await built('libs/secret/src/index.js');

const SIMULATOR = fileURLToPath(new URL('dist/apps/simulator/src/main.js', ROOT));
const RELAY = fileURLToPath(new URL('bin/live-relay', ROOT));
const PLATFORMS = ['twitch-irc', 'douyinlive', 'generic'];
const REDIS = {
  save: '',
  appendonly: 'yes',
  appendfsync: 'everysec',
  'maxmemory-policy': 'noeviction',
};
/** Short, so that a silent chat is noticed several times in five minutes. */
const SILENCE_SECONDS = 15;

export class Installation {
  /** The relay's processes by name. `collector` and `steady` are never restarted. */
  relays = new Map();
  #programs = [];
  #stopped = false;

  static async prepare() {
    return new Installation(await mkdtemp(join(tmpdir(), 'live-event-relay-soak-')));
  }

  constructor(folder) {
    this.folder = folder;
  }

  async start() {
    const port = await freePort();
    const settings = { port: String(port), bind: '127.0.0.1', dir: this.folder, ...REDIS };
    const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
    const redis = this.#add({ name: 'redis', command: 'redis-server', args, environment: {} });
    await redis.says((line) => (line.includes('Ready to accept connections') ? true : undefined));
    this.redisUrl = `redis://127.0.0.1:${port}`;

    const simulated = [SIMULATOR, '--rooms', '2', '--chat-rate', '0'];
    const simulator = this.#add({
      name: 'simulator',
      command: process.execPath,
      args: simulated,
      environment: {},
    });
    this.simulator = await simulator.says((line) =>
      line.startsWith('{"ready":') ? JSON.parse(line) : undefined,
    );
    const file = demoRelayFile(this.simulator);
    const own = file.bridges.find(({ source }) => source.type === 'websocket');
    own.source.silenceSeconds = SILENCE_SECONDS;
    file.metastudio.timeoutMs = 3000;
    await writeFile(join(this.folder, 'relay.yaml'), stringify(file));

    this.redis = connectBufferRedis({ kind: 'url', url: new Secret(this.redisUrl) }, () => {});
    await redisReady(this.redis);
    this.keys = new BufferKeys('relay');
    this.ledger = new LedgerReader(this.redis, this.keys);
    await this.startRelay('collector', 'collector,console');
    await this.startRelay('steady', 'reporter');
    await this.startRelay('restarted', 'reporter');
  }

  async startRelay(name, roles) {
    const program = this.#add({
      name,
      command: process.execPath,
      args: [RELAY, 'start'],
      environment: {
        ...demoEnvironment(this.simulator),
        REDIS_URL: this.redisUrl,
        RELAY_ROLES: roles,
        PORT: '0',
      },
    });
    const started = await program.says((line) =>
      line.includes('"event":"started"') ? JSON.parse(line) : undefined,
    );
    this.relays.set(name, { program, url: `http://127.0.0.1:${started.port}` });
  }

  /** Ends the reporter `restarted`, by a kill or in order, and starts it anew. */
  async restartReporter(kill) {
    const { program } = this.relays.get('restarted');
    this.#programs = this.#programs.filter((one) => one !== program);
    await program.stop(kill ? 0 : 26_000);
    if (!this.#stopped) await this.startRelay('restarted', 'reporter');
  }

  /** @param perSecond the rate of all chats together. */
  async talk(perSecond) {
    for (const name of PLATFORMS) {
      const connected = async () => ((await this.state()).chat[name] ?? []).length > 0;
      for (let tries = 0; !(await connected()) && tries < 100; tries++) await delay(100);
      await this.steer(`chat/${name}/rate`, { perSecond: perSecond / PLATFORMS.length });
    }
  }

  async steer(path, body) {
    const headers = { 'content-type': 'application/json' };
    const url = `${this.simulator.url}/_sim/${path}`;
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`The simulator answers ${answer.status} to ${path}.`);
    await answer.arrayBuffer();
  }

  async clearFaults() {
    await fetch(`${this.simulator.url}/_sim/faults`, { method: 'DELETE' });
  }

  async state() {
    return (await fetch(`${this.simulator.url}/_sim/state`)).json();
  }

  async rows() {
    const targets = await this.ledger.targets();
    return (await Promise.all(targets.map((target) => this.ledger.rowsOf(target)))).flat();
  }

  /** Waits until no event arrives any more, and none waits. */
  async drained(msMax) {
    const until = performance.now() + msMax;
    for (let last = -1; ;) {
      const rows = await this.rows();
      const received = rows.reduce((sum, row) => sum + row.received, 0);
      const waiting = rows.reduce((sum, row) => sum + row.waiting, 0);
      if ((waiting === 0 && received === last) || performance.now() > until) return;
      last = received;
      await delay(2000);
    }
  }

  async failed() {
    const steady = ['redis', 'simulator', 'collector', 'steady'];
    const watched = this.#programs.filter(({ name }) => steady.includes(name));
    return Promise.race(watched.map((program) => program.failed()));
  }

  async stop() {
    this.#stopped = true;
    this.redis?.disconnect();
    for (const program of this.#programs.splice(0).toReversed()) await program.stop(26_000);
    await rm(this.folder, { recursive: true, force: true });
  }

  #add(terms) {
    if (this.#stopped) throw new Error(`${terms.name} is not started any more.`);
    const environment = { ...process.env, ...terms.environment };
    const program = new Program({ ...terms, folder: this.folder, environment });
    this.#programs.push(program);
    return program;
  }
}
