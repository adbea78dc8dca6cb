import { RETRY_AFTER_MS_MAX, type ReportOutcome } from '#metastudio';
import type { RelayLog } from '#telemetry';

interface Outage {
  readonly since: number;
  readonly targets: Set<string>;
  failures: number;
  failedAt: number;
  told: boolean;
}

/** The parts of an outcome that it uses. */
interface Told {
  readonly kind: ReportOutcome['kind'];
  readonly remedy?: string | undefined;
}

/** From this many targets on, with none accepted in between, it is not the targets' own trouble. */
const TARGETS_MIN = 2;
/** Whatever failed longer ago than this, in ms, would have been tried again if it were still to be reported. */
const GOES_ON_MS = RETRY_AFTER_MS_MAX + 60_000;

/**
 * Logs when MetaStudio takes no reports of a project, and when it does again: the failures of its targets are
 * one outage.
 */
export class MetaStudioOutages {
  readonly #log: Pick<RelayLog, 'write'>;
  readonly #now: () => number;
  readonly #outages = new Map<string, Outage>();

  /** @param now a clock in ms that never jumps. */
  constructor(log: Pick<RelayLog, 'write'>, now: () => number = () => performance.now()) {
    this.#log = log;
    this.#now = now;
  }

  answered(target: string, outcome: Told): void {
    const { kind } = outcome;
    const project = target.split('/', 1)[0]!;
    if (kind === 'delivered') this.#recovered(project);
    // A failure that another attempt repairs is no outage: an expired URL or token, a wrong clock.
    const isMended = outcome.remedy !== undefined && outcome.remedy !== 'none';
    if (kind === 'retry' || (kind === 'unauthorized' && !isMended)) this.#failed(project, target);
  }

  #failed(project: string, target: string): void {
    const now = this.#now();
    const known = this.#outages.get(project);
    const goesOn = known !== undefined && now - known.failedAt < GOES_ON_MS;
    const told = known?.told ?? false;
    const outage = goesOn
      ? known
      : { since: now, targets: new Set<string>(), failures: 0, failedAt: now, told };
    this.#outages.set(project, outage);
    outage.failures++;
    outage.failedAt = now;
    outage.targets.add(target);
    if (outage.told || outage.targets.size < TARGETS_MIN) return;
    outage.told = true;
    const sentence = 'MetaStudio takes no reports of the project; events wait.';
    const wayOut = 'See the reasons of report_not_delivered; live-relay doctor.';
    this.#log.write('warn', 'metastudio_failed', sentence, { project, wayOut });
  }

  #recovered(project: string): void {
    const outage = this.#outages.get(project);
    if (outage === undefined) return;
    this.#outages.delete(project);
    if (!outage.told) return;
    // Where nothing was tried for longer nobody knows when it ended.
    const until = Math.min(this.#now(), outage.failedAt + GOES_ON_MS);
    this.#log.write('info', 'metastudio_recovered', 'MetaStudio takes reports again.', {
      project,
      durationMs: Math.round(until - outage.since),
      count: outage.failures,
      from: outage.targets.size,
    });
  }
}
