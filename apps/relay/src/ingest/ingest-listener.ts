import { loggedError, type RelayLog, type RelayMetrics } from '#telemetry';
import type { IngestAnswer } from './ingest-answer.js';

/** Hears how pushes are answered. Must be cheap and must not throw. */
export interface IngestListener {
  /** @param bridge `''` where the request named none that it may push to. */
  answered(bridge: string, answer: IngestAnswer): void;
  /** An unexpected error; the push was answered with 500. */
  failed(bridge: string, error: Error): void;
}

/** The listener that writes logs and metrics, which hold nothing of what was pushed. */
export function ingestTelemetry(metrics: RelayMetrics, log: RelayLog): IngestListener {
  return {
    answered: (bridge, { status, body }) => {
      metrics.pushes.add(1, bridge, String(status));
      if (status < 300) return;
      const reason = body.error ?? 'bad-elements';
      log.writeSeldom('warn', 'push_refused', 'A push was not, or not wholly, taken.', {
        bridge: bridge === '' ? undefined : bridge,
        status,
        reason,
      });
    },
    failed: (bridge, error) => {
      log.write('error', 'push_failed', 'The relay failed to take a push.', {
        bridge,
        error: loggedError(error),
      });
    },
  };
}
