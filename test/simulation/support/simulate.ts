import assert from 'node:assert/strict';
import { jest } from '@jest/globals';
import type { BufferRedis } from '#event-buffer';
import type { EventClass } from '#live-event';
import { formatReportTerms } from '../../../apps/relay/src/bridges/bridge-terms.js';
import { ReportUrlVault } from '../../../apps/relay/src/projects/report-url-vault.js';
import { BufferModel } from './buffer-model.js';
import { CollectorActor, type ChatPlan, type Chats } from './collector-actor.js';
import { keyOf, Oracle } from './oracle.js';
import { ReportJobs } from './report-jobs.js';
import { KEYS, ReporterActor } from './reporter-actor.js';
import { StandInMetaStudio, type Weather } from './stand-in-metastudio.js';
import { VirtualProcess, type Faults } from './virtual-process.js';
import { BEGINNING, Chance, VirtualWorld } from './virtual-world.js';

/** The plan of a run. The same plan always gives the same run. */
export interface Plan {
  readonly seed: number;
  readonly targets: number;
  readonly bridges: number;
  readonly events: number;
  readonly pauseMs: number;
  readonly poison: number;
  readonly eventsMax: number;
  readonly reporters: number;
  /**
   * Whether events expire, and whether the first bridge has at-most-once for all but ambient
   * events.
   */
  readonly expires: boolean;
  readonly atMostOnce: boolean;
  readonly faults: Faults;
  readonly weather: Weather;
}

export interface Told {
  readonly steps: number;
  readonly events: number;
  readonly dead: number;
  readonly dropped: number;
  readonly duplicates: number;
  readonly deaths: number;
}

const CALM: Faults = { redis: 0, crash: 0, suspend: 0 };
const FAIR = { throttled: 0, failing: 0, lost: 0, unauthorized: 0, refusesAll: 0, jobGone: 0 };
const TURBULENT_MS = 90_000;
/** After the last fault everything must be settled within this time and this number of steps. */
const CALM_MS_MAX = 30 * 60_000;
const CALM_STEPS_MAX = 60_000;

/** Runs one plan, and fails at the first step that breaks a promise. */
export async function simulate(plan: Plan): Promise<Told> {
  const run = new SimulatedRun(plan);
  const now = jest.spyOn(Date, 'now').mockImplementation(() => run.world.now);
  const clock = jest.spyOn(performance, 'now').mockImplementation(() => run.world.now);
  const random = jest.spyOn(Math, 'random').mockImplementation(() => run.chance.next());
  const timers = virtualTimers(run.world);
  try {
    return await run.run();
  } finally {
    for (const mock of [now, clock, random, ...timers]) mock.mockRestore();
  }
}

/** The terms of reports of a bridge, as a collector writes them. */
function reportTerms(atMostOnce: ReadonlySet<EventClass>, target: string): string {
  const terms = {
    atMostOnce,
    appUserId: undefined,
    reportUrl: undefined,
    reviewConfig: undefined,
    at: 0,
  };
  return formatReportTerms(terms, target, new ReportUrlVault(undefined), BEGINNING);
}

/** The reporter's own timers, in virtual time. */
function virtualTimers(world: VirtualWorld) {
  const ended = new Set<unknown>();
  const set = ((happen: () => void, ms = 0) => {
    const timer = { unref: () => timer };
    // Timers of Node.js count whole ms.
    world.after(Math.trunc(ms), () => {
      if (!ended.delete(timer)) happen();
    });
    return timer;
  }) as typeof setTimeout;
  return [
    jest.spyOn(globalThis, 'setTimeout').mockImplementation(set),
    jest.spyOn(globalThis, 'clearTimeout').mockImplementation((timer) => void ended.add(timer)),
  ];
}

class SimulatedRun {
  readonly world = new VirtualWorld();
  readonly chance: Chance;
  readonly #plan: Plan;
  readonly #model: BufferModel;
  readonly #oracle: Oracle;
  readonly #jobs = new ReportJobs(this.world);
  readonly #metastudio: StandInMetaStudio;
  readonly #chats: Chats = { serial: 1, epochs: new Map(), left: new Map() };
  readonly #chatPlans: ChatPlan[] = [];
  readonly #unexpected: Error[] = [];
  readonly #reporters = new Map<VirtualProcess, ReporterActor>();
  #faults: Faults;
  #deaths = 0;

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#faults = plan.faults;
    this.chance = new Chance(plan.seed);
    const terms = {
      maxAgeMs: plan.expires
        ? { paid: Infinity, chat: 25_000, ambient: 4000 }
        : { paid: Infinity, chat: Infinity, ambient: Infinity },
      atMostOnce: new Map(
        plan.atMostOnce ? [['bridge-0', new Set<EventClass>(['paid', 'chat'])]] : [],
      ),
      now: () => this.world.now,
    };
    this.#oracle = new Oracle(() => this.#model, terms);
    this.#model = new BufferModel(() => this.world.now, this.#oracle);
    this.#model.published = (_, target) => {
      for (const [process, { places }] of this.#reporters) {
        process.later(this.chance.between(1, 20), () => places.wake(target));
      }
    };
    this.#metastudio = new StandInMetaStudio(this.#oracle, plan.weather);
    for (let i = 0; i < plan.bridges; i++) {
      const target = `default/room-${i % plan.targets}`;
      const { events, poison, pauseMs, eventsMax } = plan;
      const bridge = `bridge-${i}`;
      const atMostOnce = terms.atMostOnce.get(bridge) ?? new Set<EventClass>();
      const report = reportTerms(atMostOnce, target);
      this.#addChat({ bridge, target, events, poison, pauseMs, eventsMax, chunkMax: 60, report });
    }
    for (let i = 0; i < plan.reporters; i++) {
      this.#startReporter({
        jobs: this.#jobs,
        metastudio: this.#metastudio,
        terms,
        minIntervalMs: 500,
        failed: (error: Error) => this.#failed(error),
      });
    }
  }

  async run(): Promise<Told> {
    await this.#go(BEGINNING + TURBULENT_MS, () => true);
    this.#faults = CALM;
    this.#metastudio.weather = { ...this.#plan.weather, ...FAIR };
    const steps = this.world.steps;
    // The search believes that an event is bad only after a later one was accepted, so some must
    // come.
    for (const target of this.#targets) {
      const bridge = `last of ${target}`;
      const chat = { bridge, target, events: 30, poison: 0, eventsMax: 1e6 };
      this.#addChat({ ...chat, pauseMs: 60_000, chunkMax: 1 });
    }
    const goesOn = (): boolean => this.world.steps - steps < CALM_STEPS_MAX && !this.#isDone();
    await this.#go(this.world.now + CALM_MS_MAX, goesOn);
    assert(this.#isDone(), `Not everything came to an end: ${this.#waitingText()}`);
    return this.#told(steps);
  }

  async #go(until: number, goesOn: () => boolean): Promise<void> {
    let checked = -1;
    await this.world.run(until, () => {
      if (this.#unexpected.length > 0) throw this.#unexpected[0]!;
      if (checked !== this.#model.changes) this.#oracle.checkAccounts(this.#accounts());
      checked = this.#model.changes;
      return goesOn();
    });
  }

  #isDone(): boolean {
    const left = [...this.#chats.left.values()].some((events) => events > 0);
    if (left) return false;
    return this.#targets.every((target) => this.#fieldOf(target, 'waiting') <= 0);
  }

  #told(steps: number): Told {
    const ends = { reported: 0, dead: 0, dropped: 0 };
    for (const event of this.#oracle.events.values()) {
      assert(event.end !== undefined, `Event ${event.serial} has come to no end.`);
      ends[event.end]++;
      if (event.end !== 'dead') continue;
      assert(event.poison || event.wronged, `Event ${event.serial} is dead for nothing.`);
    }
    const policies = this.#plan.expires || this.#plan.atMostOnce;
    const poison = [...this.#oracle.events.values()].filter((event) => event.poison);
    if (!policies) assert(poison.every(({ end }) => end === 'dead'));
    const { dead, dropped } = ends;
    const { duplicates, events } = this.#oracle;
    return { steps, events: events.size, dead, dropped, duplicates, deaths: this.#deaths };
  }

  get #targets(): string[] {
    return Array.from({ length: this.#plan.targets }, (_, i) => `default/room-${i}`);
  }

  #accounts() {
    return this.#targets.map((target) => {
      const keys = KEYS.of(target);
      const bridges = this.#chatPlans.filter((chat) => chat.target === target);
      const ledgers = bridges.map(({ bridge }) => keys.ledger(bridge));
      return { target: keyOf(target), events: keys.events, ledgers };
    });
  }

  #fieldOf(target: string, field: string): number {
    return Number(this.#model.redis.hash(keyOf(target)).get(field) ?? 0);
  }

  #waitingText(): string {
    const { redis } = this.#model;
    const hashes = this.#targets.map((target) => Object.fromEntries(redis.hash(keyOf(target))));
    return JSON.stringify({ hashes, left: [...this.#chats.left] });
  }

  #addChat(plan: ChatPlan): void {
    this.#chatPlans.push(plan);
    this.#chats.left.set(plan.bridge, plan.events);
    this.#startCollector(plan);
  }

  /**
   * Starts a collector. Another takes over when it dies, or when its lease ends during a
   * suspension.
   */
  #startCollector(plan: ChatPlan): void {
    let successor = false;
    const succeed = (ms: number): void => {
      if (successor) return;
      successor = true;
      this.world.after(ms, () => this.#startCollector(plan));
    };
    const process = this.#process('collector', () => succeed(this.chance.between(100, 9000)));
    process.suspended = (ms) => ms > 8000 && succeed(8000);
    const redis = this.#redisOf(process);
    CollectorActor.start(process, redis, this.#jobs, plan, this.#chats);
  }

  #startReporter(around: Omit<ConstructorParameters<typeof ReporterActor>[1], 'redis'>): void {
    const process = this.#process('reporter', () => {
      actor.end();
      this.#reporters.delete(process);
      this.world.after(this.chance.between(100, 5000), () => this.#startReporter(around));
    });
    const actor = new ReporterActor(process, { ...around, redis: this.#redisOf(process) });
    this.#reporters.set(process, actor);
  }

  #process(name: string, died: () => void): VirtualProcess {
    return new VirtualProcess(
      name,
      this.world,
      this.chance,
      () => this.#faults,
      () => {
        this.#deaths++;
        died();
      },
    );
  }

  /** Redis as one process sees it. */
  #redisOf(process: VirtualProcess): BufferRedis {
    const model = this.#model;
    type Name = Exclude<keyof BufferModel, 'redis' | 'changes' | 'published'>;
    const ask =
      (name: Name) =>
      async (...given: never[]) =>
        process.ask(() => (model[name] as (...all: never[]) => unknown).apply(model, given));
    const commands = new Proxy(model, { get: (_, name) => ask(name as Name) });
    return commands as unknown as BufferRedis;
  }

  #failed(error: Error): void {
    const expected = error.message === 'Connection is closed.' || error.name === 'JobLookupError';
    if (!expected) this.#unexpected.push(error);
  }
}
