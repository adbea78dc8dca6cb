import type { RelayConfig } from '#config';
import type { SourceDefinition } from '#platforms';
import type { RelayLog, RelayMetrics } from '#telemetry';
import { Ingest } from './ingest.js';
import { ingestTelemetry } from './ingest-listener.js';
import { ingestRoutes } from './ingest-route.js';

/** The ingest of a process that collects; `undefined` where it does not. */
export function createIngest(
  config: RelayConfig,
  sources: ReadonlyMap<string, SourceDefinition>,
  metrics: RelayMetrics,
  log: RelayLog,
): Ingest | undefined {
  const { roles, loopback } = config.process;
  if (!roles.has('collector')) return undefined;
  const routes = ingestRoutes(config, sources);
  for (const { name, token, verifier } of routes.values()) {
    if (loopback || token !== undefined || verifier !== undefined) continue;
    log.write('warn', 'push_without_token', 'Nobody can push to this bridge.', {
      bridge: name,
      wayOut: 'HOST is not loopback: give its source a token.',
    });
  }
  return new Ingest({ routes, loopback, listener: ingestTelemetry(metrics, log) });
}
