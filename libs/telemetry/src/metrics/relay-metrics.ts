import { CONTENT_TYPES, exposition, type ExpositionFormat } from './exposition/exposition.js';
import { LabelledCounter } from './instruments/labelled-counter.js';
import { LabelledGauge } from './instruments/labelled-gauge.js';
import { METRICS } from './metric-catalogue.js';
import type { MetricFamily } from './exposition/metric-family.js';
import { NodeMetrics } from './node-metrics.js';
import { WeightedHistogram } from './instruments/weighted-histogram.js';

/** A bridge of which nothing was counted for this many calls. */
interface Quiet {
  readonly sum: number;
  readonly calls: number;
}

/** The metrics of one process: each property that is a metric is exported. */
export class RelayMetrics {
  #node: NodeMetrics | undefined;
  readonly #bridgesMax: number;
  #bridges = 0;
  /** The size of the last text. */
  #bytes = 0;
  /** The counts of bridges that may be forgotten, as of the last {@link forgetQuiet}. */
  #counted: ReadonlyMap<string, Quiet> = new Map();

  readonly eventsReceived = new LabelledCounter(METRICS.eventsReceived);
  readonly eventsDropped = new LabelledCounter(METRICS.eventsDropped);
  readonly eventsReported = new LabelledCounter(METRICS.eventsReported);
  readonly eventsDeadLettered = new LabelledCounter(METRICS.eventsDeadLettered);
  readonly eventsUnsettled = new LabelledCounter(METRICS.eventsUnsettled);
  readonly eventsKeptBack = new LabelledCounter(METRICS.eventsKeptBack);
  readonly repairs = new LabelledCounter(METRICS.repairs);
  readonly framesSkipped = new LabelledCounter(METRICS.framesSkipped);
  readonly pushes = new LabelledCounter(METRICS.pushes);
  readonly connectionsDropped = new LabelledCounter(METRICS.connectionsDropped);
  readonly tokensRefused = new LabelledCounter(METRICS.tokensRefused);
  readonly reports = new LabelledCounter(METRICS.reports);
  readonly reportDuration = new WeightedHistogram(METRICS.reportDuration);
  readonly reportEvents = new WeightedHistogram(METRICS.reportEvents);
  readonly eventLatency = new WeightedHistogram(METRICS.eventLatency);
  readonly bufferEvents = new LabelledGauge(METRICS.bufferEvents);
  readonly bufferOldestAge = new LabelledGauge(METRICS.bufferOldestAge);
  readonly bufferOverdue = new LabelledGauge(METRICS.bufferOverdue);
  readonly deadLetters = new LabelledGauge(METRICS.deadLetters);
  readonly targetsPaused = new LabelledGauge(METRICS.targetsPaused);
  readonly answersWaiting = new LabelledGauge(METRICS.answersWaiting);
  readonly callbacks = new LabelledCounter(METRICS.callbacks);
  readonly roomWithoutJob = new LabelledGauge(METRICS.roomWithoutJob);
  readonly sourceConnected = new LabelledGauge(METRICS.sourceConnected);
  readonly sourceResting = new LabelledGauge(METRICS.sourceResting);
  readonly sourceWanted = new LabelledGauge(METRICS.sourceWanted);
  readonly sourceRedundancy = new LabelledGauge(METRICS.sourceRedundancy);
  readonly sourceDeaf = new LabelledGauge(METRICS.sourceDeaf);
  readonly sourceUnheard = new LabelledGauge(METRICS.sourceUnheard);
  readonly sourceFrameAt = new LabelledGauge(METRICS.sourceFrameAt);
  readonly sourceEventAt = new LabelledGauge(METRICS.sourceEventAt);
  readonly sourceQuotaLeft = new LabelledGauge(METRICS.sourceQuotaLeft);
  readonly sourceReconnects = new LabelledCounter(METRICS.sourceReconnects);
  readonly queueJobs = new LabelledGauge(METRICS.queueJobs);
  readonly rateLimitedSeconds = new LabelledCounter(METRICS.rateLimitedSeconds);
  readonly leasesHeld = new LabelledGauge(METRICS.leasesHeld);
  readonly bridgeMoves = new LabelledCounter(METRICS.bridgeMoves);
  readonly processes = new LabelledGauge(METRICS.processes);
  readonly redisUp = new LabelledGauge(METRICS.redisUp);
  readonly redisMemoryUsed = new LabelledGauge(METRICS.redisMemoryUsed);
  readonly redisMemoryMax = new LabelledGauge(METRICS.redisMemoryMax);
  readonly redisEvicts = new LabelledGauge(METRICS.redisEvicts);
  readonly redisLostDataAt = new LabelledGauge(METRICS.redisLostDataAt);
  readonly notices = new LabelledCounter(METRICS.notices);
  readonly clockSkew = new LabelledGauge(METRICS.clockSkew);
  readonly reloadSuccessful = new LabelledGauge(METRICS.reloadSuccessful);
  readonly reloadSuccessAt = new LabelledGauge(METRICS.reloadSuccessAt);
  readonly bridgesFolded = new LabelledGauge(METRICS.bridgesFolded);
  readonly buildInfo = new LabelledGauge(METRICS.buildInfo);

  /**
   * @param bridgesMax with more bridges than this, none has series of its own. @defaultValue 500
   */
  constructor(bridgesMax = BRIDGES_MAX) {
    this.#bridgesMax = bridgesMax;
  }

  /** How many bridges the installation has. */
  set bridges(count: number) {
    this.#bridges = count;
    this.bridgesFolded.set(this.#isFolded ? 1 : 0);
  }

  get #isFolded(): boolean {
    return this.#bridges > this.#bridgesMax;
  }

  /** Adds Node's own metrics; they cover the whole process, so only its one service calls this. */
  watchProcess(): void {
    this.#node ??= new NodeMetrics();
  }

  /**
   * Forgets all counts of a removed bridge, so that bridges may come and go for years. A later one
   * of the same name begins at 0.
   */
  forgetBridge(bridge: string): void {
    for (const metric of Object.values(this)) {
      const isLabelled = metric instanceof LabelledCounter || metric instanceof LabelledGauge;
      if (isLabelled && metric.labels[0] === 'bridge') metric.forget(bridge);
    }
  }

  /**
   * Forgets the counts of bridges of which nothing was counted for some calls in a row: what a bridge has left
   * may be reported long after it was removed, or by a process that never had it.
   *
   * @param callsOf how many calls that is for a bridge; `undefined`: it is kept.
   */
  forgetQuiet(callsOf: (bridge: string) => number | undefined): void {
    const counted = new Map<string, Quiet>();
    for (const [bridge, sum] of this.#sums()) {
      const callsMax = callsOf(bridge);
      if (callsMax === undefined) continue;
      const before = this.#counted.get(bridge);
      const calls = before?.sum === sum ? before.calls + 1 : 0;
      if (calls >= callsMax) this.forgetBridge(bridge);
      else counted.set(bridge, { sum, calls });
    }
    this.#counted = counted;
  }

  #sums(): Map<string, number> {
    const sums = new Map<string, number>();
    for (const metric of Object.values(this)) {
      if (!(metric instanceof LabelledCounter) || metric.labels[0] !== 'bridge') continue;
      for (const [bridge, sum] of metric.sums) sums.set(bridge, (sums.get(bridge) ?? 0) + sum);
    }
    return sums;
  }

  /** The metrics as they are now, with their content type. */
  async text(
    format: ExpositionFormat = 'prometheus',
  ): Promise<{ readonly body: Buffer; readonly contentType: string }> {
    const families = [...this.#families(), ...((await this.#node?.families()) ?? [])];
    const body = exposition(families, format, this.#bytes);
    this.#bytes = body.length;
    return { body, contentType: CONTENT_TYPES[format] };
  }

  *#families(): Iterable<MetricFamily> {
    for (const metric of Object.values(this)) {
      if (metric instanceof WeightedHistogram) yield metric.family();
      else if (metric instanceof LabelledCounter || metric instanceof LabelledGauge) {
        yield metric.family(this.#isFolded && metric.labels[0] === 'bridge');
      }
    }
  }
}

/** More bridges would be too many series for one Prometheus. */
const BRIDGES_MAX = 500;
