import {
  RETRY_AFTER_MS_MAX,
  type ReportClient,
  type ReportOutcome,
  type ReportRequest,
  type SendControl,
} from '#metastudio';
import { Secret } from '#secret';
import type { OpenJob } from '../../../apps/relay/src/projects/live-jobs/live-jobs.js';
import { JobLookupError } from '../../../apps/relay/src/projects/lookup/job-lookup-error.js';
import { markOf, type Oracle } from './oracle.js';
import type { VirtualProcess } from './virtual-process.js';
import type { Chance } from './virtual-world.js';

/** The probability of each kind of answer, and the largest body that MetaStudio takes. */
export interface Weather {
  readonly throttled: number;
  readonly failing: number;
  readonly lost: number;
  readonly unauthorized: number;
  readonly refusesAll: number;
  readonly jobGone: number;
  readonly bodyBytesMax: number;
}

const INVALID = { kind: 'invalid', status: 400, message: 'Invalid', certain: true } as const;
const TIMEOUT_MS = 10_000;
/**
 * Written bytes arrive, or are lost, within less than the margin of a lock. If a network could keep
 * them back for longer, no reporter could prevent a late report.
 */
const WAY_MS_MAX = 900;

/** A MetaStudio and the network in front of it. The oracle is told of every accepted report. */
export class StandInMetaStudio {
  weather: Weather;
  readonly #oracle: Oracle;
  /** The number of the current run of each room. */
  readonly #runs = new Map<string, number>();

  constructor(oracle: Oracle, weather: Weather) {
    this.#oracle = oracle;
    this.weather = weather;
  }

  /** The answer to a look-up of the live job of a room. */
  jobOf(roomId: string, chance: Chance): OpenJob | undefined {
    if (chance.hits(this.weather.jobGone)) return undefined;
    if (chance.hits(this.weather.failing)) throw new JobLookupError('default', undefined);
    return this.#runOf(roomId);
  }

  #runOf(roomId: string): OpenJob {
    return { jobId: `job-${this.#runs.get(roomId) ?? 0}` };
  }

  /** The client with which one process sends its reports. */
  clientOf(process: VirtualProcess): Pick<ReportClient, 'ready' | 'send'> {
    return {
      ready: async () => undefined,
      send: async (request, body, control) => this.#send(process, request, body, control ?? {}),
    };
  }

  async #send(
    process: VirtualProcess,
    request: ReportRequest,
    body: Buffer,
    { beforeWrite, signal }: SendControl,
  ): Promise<ReportOutcome> {
    const { chance, world } = process;
    // The process may be killed or suspended while it connects, after every other decision.
    process.stumble();
    await process.sleep(chance.between(1, 40));
    if (chance.hits(this.weather.failing)) {
      return { kind: 'retry', reason: 'connect-failed', ambiguous: false };
    }
    if (signal?.aborted === true || beforeWrite?.() === false) return { kind: 'stale' };
    return new Promise((resolve) => {
      let answered = false;
      const answer = (outcome: ReportOutcome): void => {
        answered = true;
        signal?.removeEventListener('abort', aborted);
        resolve(outcome);
      };
      const disturbed = process.disturbances;
      const lost = (reason: 'timeout' | 'reset' | 'aborted'): void => {
        if (answered) return;
        process.disturbances++;
        answer({ kind: 'retry', reason, ambiguous: true });
      };
      const aborted = (): void => process.later(0, () => lost('aborted'));
      signal?.addEventListener('abort', aborted);
      const way = chance.hits(this.weather.lost) ? chance.of(['request', 'answer', 'reset']) : '';
      if (way === 'request') {
        process.later(TIMEOUT_MS, () => lost('timeout'));
        return;
      }
      world.after(chance.between(1, WAY_MS_MAX), () => {
        const isDisturbed = (): boolean => process.disturbances > disturbed;
        const outcome = this.#answerTo(process, request, body, isDisturbed);
        if (way === 'answer') process.later(TIMEOUT_MS - WAY_MS_MAX, () => lost('timeout'));
        else if (way === 'reset') process.later(chance.between(1, 50), () => lost('reset'));
        else {
          process.later(chance.between(1, 200), () => {
            if (!answered) answer(outcome);
          });
        }
      });
    });
  }

  #answerTo(
    { chance }: VirtualProcess,
    { target }: ReportRequest,
    body: Buffer,
    isDisturbed: () => boolean,
  ): ReportOutcome {
    const { weather } = this;
    const { roomId, projectId } = target;
    const { total, events } = JSON.parse(body.toString()) as { total: number; events: object[] };
    const marks = events.map((event) => markOf(JSON.stringify(event)));
    if (total !== marks.length || total > 1000) throw new Error('Not a report.');
    if (target.jobId !== this.#runOf(roomId).jobId) return { kind: 'gone', status: 404 };
    if (chance.hits(weather.jobGone)) {
      this.#runs.set(roomId, (this.#runs.get(roomId) ?? 0) + 1);
      return { kind: 'gone', status: 404 };
    }
    if (chance.hits(weather.throttled)) {
      const retryAfterMs = Math.min(RETRY_AFTER_MS_MAX, chance.between(0, 3) * 1000);
      return { kind: 'retry', reason: 'throttled', ambiguous: false, retryAfterMs, status: 429 };
    }
    if (chance.hits(weather.failing)) {
      return { kind: 'retry', reason: 'server-error', ambiguous: false, status: 503 };
    }
    if (chance.hits(weather.unauthorized)) {
      const remedy = chance.of(['drop-url', 'sign-again', 'none'] as const);
      return { kind: 'unauthorized', status: 401, remedy };
    }
    if (body.length > weather.bodyBytesMax && total > 1) return { kind: 'too-large', status: 413 };
    if (chance.hits(weather.refusesAll) || marks.some(({ poison }) => poison)) {
      if (total === 1) this.#oracle.refusedAlone(marks[0]!.serial);
      return INVALID;
    }
    const serials = marks.map(({ serial }) => serial);
    this.#oracle.accepted({ target: `default/${roomId}`, serials, isDisturbed });
    const url = `https://metastudio.test/v1/${projectId}/smart-live-rooms/${roomId}/smart-live-jobs/${target.jobId}/live-event-report?auth_key=${chance.between(1, 9999)}`;
    if (chance.hits(0.3)) {
      return { kind: 'delivered', status: 200, reportUrl: new Secret(url) };
    }
    return { kind: 'delivered', status: 200 };
  }
}
