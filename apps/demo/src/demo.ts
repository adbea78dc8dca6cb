import { fullPause } from '#timing';
import type { SimulatorState } from '../../simulator/src/index.js';
import type { DemoOptions } from './demo.options.js';
import { figuresOf, problemsOf, sentBy } from './figures.js';
import { figuresTable } from './figures-table.js';
import { getJson, postJson } from './loopback.js';
import { ProgressLine } from './progress-line.js';
import type { StackAddresses } from './stack.js';
import type { RelayLedger } from './status.external.js';

/** The ledger of the relay and the state of the simulator, at one moment. */
interface Look {
  readonly ledger: RelayLedger;
  readonly state: SimulatorState;
}

const PLATFORMS = ['twitch-irc', 'douyinlive', 'generic'] as const;
const LOOK_EVERY_MS = 250;
const CONNECT_MS_MAX = 30_000;
/** The demo gives up after this time without a report. */
const STILL_MS_MAX = 20_000;

/**
 * Runs the demo on a started stack: lets the chats send, waits until everything is reported, and
 * prints the figures.
 */
export class Demo {
  readonly #addresses: StackAddresses;
  readonly #options: DemoOptions;
  readonly #signal: AbortSignal;
  readonly #enough: AbortSignal;
  readonly #progress = new ProgressLine(process.stderr);

  /**
   * @param enough aborts to end the sending early; the figures are still printed.
   * @param signal aborts to end everything at once.
   */
  constructor(
    addresses: StackAddresses,
    options: DemoOptions,
    enough: AbortSignal,
    signal: AbortSignal,
  ) {
    this.#addresses = addresses;
    this.#options = options;
    this.#enough = enough;
    this.#signal = signal;
  }

  /** @returns whether every event is accounted for, and every reported one arrived once. */
  async run(): Promise<boolean> {
    try {
      await this.#untilConnected();
      await this.#talk(this.#options.eventsPerSecond);
      await this.#watch();
      await this.#talk(0);
      return this.#account(await this.#untilReported());
    } finally {
      this.#progress.end();
    }
  }

  /** Lets the chats send until `enough` aborts. @returns the same as {@link run}. */
  async goOn(): Promise<boolean> {
    await this.#talk(this.#options.eventsPerSecond);
    try {
      while (!this.#enough.aborted) {
        this.#show('running', await this.#look());
        await this.#pause();
      }
      await this.#talk(0);
      return this.#account(await this.#untilReported());
    } finally {
      this.#progress.end();
    }
  }

  #account({ ledger, state }: Look): boolean {
    this.#progress.end();
    const figures = figuresOf(ledger, state);
    const problems = problemsOf(ledger, state);
    for (const problem of problems) process.stderr.write(`${problem}\n`);
    if (problems.length === 0) {
      process.stderr.write('Every event is accounted for; what was reported arrived once.\n');
    }
    const lines = [
      '',
      ...figuresTable(ledger, figures, state.answers),
      '',
      JSON.stringify(figures),
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
    return problems.length === 0;
  }

  async #untilConnected(): Promise<void> {
    const until = performance.now() + CONNECT_MS_MAX;
    for (;;) {
      const { chat } = await this.#state();
      const alone = PLATFORMS.filter((name) => chat[name]?.[0]?.connections !== 1);
      if (alone.length === 0 || this.#enough.aborted) return;
      if (performance.now() > until) throw new Error(`Nobody listens to ${alone.join(', ')}.`);
      await this.#pause();
    }
  }

  async #watch(): Promise<void> {
    const { seconds } = this.#options;
    const startedAt = performance.now();
    const until = startedAt + seconds * 1000;
    while (performance.now() < until && !this.#enough.aborted) {
      const passed = Math.floor((performance.now() - startedAt) / 1000);
      this.#show(`${passed} of ${seconds} s`, await this.#look());
      await this.#pause(until - performance.now());
    }
  }

  /** Waits until all that the quiet chats have sent has arrived, and is reported. */
  async #untilReported(): Promise<Look> {
    let reported = -1;
    let movedAt = performance.now();
    for (;;) {
      const look = await this.#look();
      const { totals } = look.ledger;
      this.#show('the rest', look);
      if (totals.reported !== reported) movedAt = performance.now();
      reported = totals.reported;
      const allHere = totals.received >= sentBy(look.state);
      if (allHere && totals.waiting === 0 && totals.unaccounted === 0) return look;
      if (performance.now() - movedAt > STILL_MS_MAX) return look;
      await this.#pause();
    }
  }

  /** @param perSecond the rate of all chats together. */
  async #talk(perSecond: number): Promise<void> {
    const each = { perSecond: perSecond / PLATFORMS.length };
    for (const name of PLATFORMS) {
      const url = `${this.#addresses.simulator}/_sim/chat/${name}/rate`;
      await postJson(url, each, this.#signal);
    }
  }

  async #look(): Promise<Look> {
    // The ledger is read first: the simulator then has at least the events that it counts as
    // reported.
    const ledger = await getJson<RelayLedger>(`${this.#addresses.relay}/api/status`, this.#signal);
    return { ledger, state: await this.#state() };
  }

  async #state(): Promise<SimulatorState> {
    return getJson<SimulatorState>(`${this.#addresses.simulator}/_sim/state`, this.#signal);
  }

  #show(phase: string, { ledger, state }: Look): void {
    this.#progress.show(phase, ledger, state.accepted.reports, performance.now());
  }

  async #pause(msMax = LOOK_EVERY_MS): Promise<void> {
    const ms = Math.max(0, Math.min(LOOK_EVERY_MS, msMax));
    await fullPause(ms, this.#signal);
  }
}
