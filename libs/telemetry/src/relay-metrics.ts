import { collectDefaultMetrics, Registry } from 'prom-client';
import { LabelledCounter } from './labelled-counter.js';
import { LabelledGauge } from './labelled-gauge.js';
import { METRICS } from './metric-catalogue.js';
import { WeightedHistogram } from './weighted-histogram.js';

/** The metrics of one process, in a registry of its own. */
export class RelayMetrics {
  readonly #registry = new Registry();

  readonly eventsReceived = new LabelledCounter(METRICS.eventsReceived, this.#registry);
  readonly eventsDropped = new LabelledCounter(METRICS.eventsDropped, this.#registry);
  readonly eventsReported = new LabelledCounter(METRICS.eventsReported, this.#registry);
  readonly eventsDeadLettered = new LabelledCounter(METRICS.eventsDeadLettered, this.#registry);
  readonly eventsUnsettled = new LabelledCounter(METRICS.eventsUnsettled, this.#registry);
  readonly framesSkipped = new LabelledCounter(METRICS.framesSkipped, this.#registry);
  readonly pushes = new LabelledCounter(METRICS.pushes, this.#registry);
  readonly connectionsDropped = new LabelledCounter(METRICS.connectionsDropped, this.#registry);
  readonly reports = new LabelledCounter(METRICS.reports, this.#registry);
  readonly reportDuration = new WeightedHistogram(METRICS.reportDuration, this.#registry);
  readonly reportEvents = new WeightedHistogram(METRICS.reportEvents, this.#registry);
  readonly eventLatency = new WeightedHistogram(METRICS.eventLatency, this.#registry);
  readonly bufferEvents = new LabelledGauge(METRICS.bufferEvents, this.#registry);
  readonly bufferOldestAge = new LabelledGauge(METRICS.bufferOldestAge, this.#registry);
  readonly deadLetters = new LabelledGauge(METRICS.deadLetters, this.#registry);
  readonly targetsPaused = new LabelledGauge(METRICS.targetsPaused, this.#registry);
  readonly roomWithoutJob = new LabelledGauge(METRICS.roomWithoutJob, this.#registry);
  readonly sourceConnected = new LabelledGauge(METRICS.sourceConnected, this.#registry);
  readonly sourceResting = new LabelledGauge(METRICS.sourceResting, this.#registry);
  readonly sourceDeaf = new LabelledGauge(METRICS.sourceDeaf, this.#registry);
  readonly sourceReconnects = new LabelledCounter(METRICS.sourceReconnects, this.#registry);
  readonly queueJobs = new LabelledGauge(METRICS.queueJobs, this.#registry);
  readonly rateLimitedSeconds = new LabelledCounter(METRICS.rateLimitedSeconds, this.#registry);
  readonly leasesHeld = new LabelledGauge(METRICS.leasesHeld, this.#registry);
  readonly processes = new LabelledGauge(METRICS.processes, this.#registry);
  readonly redisUp = new LabelledGauge(METRICS.redisUp, this.#registry);
  readonly redisMemoryUsed = new LabelledGauge(METRICS.redisMemoryUsed, this.#registry);
  readonly redisMemoryMax = new LabelledGauge(METRICS.redisMemoryMax, this.#registry);
  readonly redisEvicts = new LabelledGauge(METRICS.redisEvicts, this.#registry);
  readonly clockSkew = new LabelledGauge(METRICS.clockSkew, this.#registry);
  readonly reloadSuccessful = new LabelledGauge(METRICS.reloadSuccessful, this.#registry);
  readonly reloadSuccessAt = new LabelledGauge(METRICS.reloadSuccessAt, this.#registry);
  readonly buildInfo = new LabelledGauge(METRICS.buildInfo, this.#registry);

  /** Adds Node's own metrics; they watch the whole process, so only its one service asks. */
  watchProcess(): void {
    collectDefaultMetrics({ register: this.#registry });
  }

  /**
   * Forgets all that was counted of a bridge that is no more, so that bridges may come and go for
   * years. One of the same name that comes later begins at 0.
   */
  forgetBridge(bridge: string): void {
    for (const metric of Object.values(this)) {
      const isLabelled = metric instanceof LabelledCounter || metric instanceof LabelledGauge;
      if (isLabelled && metric.labels[0] === 'bridge') metric.forget(bridge);
    }
  }

  /** Prometheus text, with its content type. */
  async text(): Promise<{ readonly body: string; readonly contentType: string }> {
    return { body: await this.#registry.metrics(), contentType: this.#registry.contentType };
  }
}
