export { createLogger } from './log/create-logger.js';
export { formatFor, type ExpositionFormat } from './metrics/exposition/exposition.js';
export { logText } from './log/log-text.js';
export { loggedError } from './log/logged-error.js';
export { METRICS } from './metrics/metric-catalogue.js';
export { NestLogger } from './log/nest-logger.js';
export { RelayLog, type LogFields } from './log/relay-log.js';
export { RelayMetrics } from './metrics/relay-metrics.js';
