import { logText } from '#telemetry';
import { bounded, TimeoutError } from './bounded.js';
import { SharedRun } from './shared-run.js';

/** Whether a part of the process can do its work; if not, why, in a sentence for operators. */
export type ProbeAnswer = { readonly ok: true } | { readonly ok: false; readonly why: string };

/** One part of the process that must work for it to be ready. */
export interface ReadinessProbe {
  /** Shown with its answer: `redis`, `reporter`. */
  readonly name: string;
  /** Must not change anything that matters. Given 2 s; a rejection counts as not ready. */
  check(): Promise<ProbeAnswer>;
}

export interface ReadinessReport {
  readonly ready: boolean;
  /** Why not, by the names of the probes; empty where it is ready. */
  readonly reasons: Readonly<Record<string, string>>;
}

/** Asks every part of the process whether it can do its work. Parts add themselves. */
export class Readiness {
  readonly #probes: ReadinessProbe[] = [];
  readonly #timeoutMs: number;
  readonly #asking = new SharedRun(() => this.#ask());

  constructor(timeoutMs = 2000) {
    this.#timeoutMs = timeoutMs;
  }

  add(probe: ReadinessProbe): void {
    this.#probes.push(probe);
  }

  /** Never rejects. Those who ask at the same time get the same answer. */
  async report(): Promise<ReadinessReport> {
    return this.#asking.run();
  }

  async #ask(): Promise<ReadinessReport> {
    const answers = await Promise.all(this.#probes.map((probe) => this.#answerOf(probe)));
    const reasons = answers.filter((answer) => answer !== undefined);
    return { ready: reasons.length === 0, reasons: Object.fromEntries(reasons) };
  }

  async #answerOf(probe: ReadinessProbe): Promise<[name: string, why: string] | undefined> {
    try {
      const answer = await bounded(probe.check(), this.#timeoutMs);
      return answer.ok ? undefined : [probe.name, logText(answer.why, WHY_MAX)];
    } catch (error) {
      const why = error instanceof TimeoutError ? error.message : 'the check itself failed';
      return [probe.name, why];
    }
  }
}

/** So that names of targets leave room for the whole way out, which stands behind them. */
const WHY_MAX = 1000;
