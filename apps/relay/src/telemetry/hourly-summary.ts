import type { RelayLog, RelayMetrics } from '#telemetry';

const HOUR_MS = 60 * 60_000;

type Counts = Readonly<
  Record<'received' | 'reported' | 'dropped' | 'deadLettered' | 'reports' | 'reconnects', number>
>;

/** Logs once an hour what this process did in it. */
export class HourlySummary {
  readonly #metrics: RelayMetrics;
  readonly #log: Pick<RelayLog, 'write'>;
  #before: Counts;
  #timer: NodeJS.Timeout | undefined;

  constructor(metrics: RelayMetrics, log: Pick<RelayLog, 'write'>) {
    this.#metrics = metrics;
    this.#log = log;
    this.#before = this.#counts();
  }

  start(): void {
    this.#timer = setInterval(() => this.#tell(), HOUR_MS);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #tell(): void {
    const before = this.#before;
    const now = this.#counts();
    this.#before = now;
    const hour = Object.fromEntries(
      (Object.keys(now) as (keyof Counts)[]).map((name) => [name, now[name] - before[name]]),
    ) as Counts;
    this.#log.write('info', 'hour', 'What this process did in the last hour.', hour);
  }

  #counts(): Counts {
    const { eventsReceived, eventsReported, eventsDropped } = this.#metrics;
    const { eventsDeadLettered, reports, sourceReconnects } = this.#metrics;
    return {
      received: eventsReceived.total,
      reported: eventsReported.total,
      dropped: eventsDropped.total,
      deadLettered: eventsDeadLettered.total,
      reports: reports.total,
      reconnects: sourceReconnects.total,
    };
  }
}
