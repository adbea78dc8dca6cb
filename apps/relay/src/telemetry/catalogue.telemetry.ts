import { loggedError, type RelayLog, type RelayMetrics } from '#telemetry';
import type { CatalogueListener } from '../bridges/bridge-catalogue.js';
import { BridgesThere } from './bridges-there.js';

/** How many problems are logged: a file with thousands of mistakes must not fill the log. */
const PROBLEMS_LOGGED_MAX = 500;

/** Tells logs and metrics how the bridges of the process change. */
export function catalogueTelemetry(metrics: RelayMetrics, log: RelayLog): CatalogueListener {
  const worked = (): void => metrics.reloadSuccessAt.set(Date.now() / 1000);
  const there = new BridgesThere(metrics);
  metrics.reloadSuccessful.set(1);
  worked();
  return {
    read: (hasProblems) => metrics.reloadSuccessful.set(hasProblems ? 0 : 1),
    changed: ({ added, changed, removed }) => {
      there.changed({ added, removed });
      const counts = [
        `${added.length} added`,
        `${changed.length} changed`,
        `${removed.length} removed`,
      ];
      log.write('info', 'bridges_changed', `The bridges have changed: ${counts.join(', ')}.`, {
        count: added.length + changed.length + removed.length,
      });
    },
    applied: (durationMs) => {
      worked();
      log.write('info', 'bridges_applied', 'The change of the bridges has taken effect.', {
        durationMs: Math.round(durationMs),
      });
    },
    unchanged: () => {
      log.write('info', 'bridges_unchanged', 'The bridges are as they were.');
    },
    refused: (problems) => {
      const sentence = 'The configuration cannot be used: everything goes on as it was.';
      log.write('error', 'reload_refused', sentence, {
        count: problems.length,
        wayOut: 'Mend what follows, one line each; live-relay check tells the same.',
      });
      for (const problem of problems.slice(0, PROBLEMS_LOGGED_MAX)) {
        log.write('error', 'config_problem', problem);
      }
    },
    unusable: (problems) => {
      const sentence = 'Bridges that were made through the API do not run here; the others go on.';
      log.write('error', 'bridges_unusable', sentence, {
        count: problems.length,
        wayOut: 'Mend what follows, one line each; GET /api/bridges tells the same.',
      });
      for (const problem of problems.slice(0, PROBLEMS_LOGGED_MAX)) {
        log.write('error', 'bridge_problem', problem);
      }
    },
    restored: (count) => {
      const sentence =
        'Redis has lost bridges that were made through the API; they are kept again.';
      log.write('warn', 'bridges_restored', sentence, { count });
    },
    restartNeeded: (blocks) => {
      const sentence = `What changed of ${blocks.join(', ')} takes effect with the next start.`;
      log.write('warn', 'restart_needed', sentence, { wayOut: 'Start the relay again.' });
    },
    failed: (error) => {
      log.write('error', 'bridges_failed', 'A change of the bridges did not take effect.', {
        error: loggedError(error),
      });
    },
  };
}

/** Logs a bridge that could not be added. */
export function bridgeFailed(log: RelayLog): (bridge: string, error: Error) => void {
  return (bridge, error) => {
    log.write('error', 'bridge_failed', 'The bridge could not be begun with; the others go on.', {
      bridge,
      error: loggedError(error),
    });
  };
}
