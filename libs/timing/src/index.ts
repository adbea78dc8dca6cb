export { aboutMs, backoffMs, patientBackoffMs, shortOfMs, type Backoff } from './backoff.js';
export { boundedSignal } from './bounded-signal.js';
export { firstEvent, untilAborted } from './events.js';
export { inOwnTime, inTime, ownTimeout } from './in-time.js';
export { fullPause, idlePause, pause } from './pause.js';
export { retryAfterMs } from './retry-after.js';
