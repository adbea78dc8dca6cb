export { createLogger, type LoggerOptions } from './log/create-logger.js';
export { formatFor, type ExpositionFormat } from './metrics/exposition/exposition.js';
export {
  LabelledCounter,
  type LabelValues,
  type Series,
} from './metrics/instruments/labelled-counter.js';
export { LabelledGauge } from './metrics/instruments/labelled-gauge.js';
export { logText } from './log/log-text.js';
export { loggedError, type LoggedError } from './log/logged-error.js';
export { METRICS, type MetricDefinition } from './metrics/metric-catalogue.js';
export { NestLogger } from './log/nest-logger.js';
export { RelayLog, type LogFields, type LogSeverity } from './log/relay-log.js';
export { BRIDGES_MAX, RelayMetrics } from './metrics/relay-metrics.js';
export { RepeatLimiter } from './log/repeat-limiter.js';
export { WeightedHistogram } from './metrics/instruments/weighted-histogram.js';
