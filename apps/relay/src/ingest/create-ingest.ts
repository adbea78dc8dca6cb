import type { RelayConfig } from '#config';
import type { RelayLog, RelayMetrics } from '#telemetry';
import type { Sources } from '../bridges/bridge-kinds.js';
import type { BridgeHost } from '../bridges/bridge-host.js';
import { IngestHost } from './ingest.host.js';
import { Ingest } from './ingest.js';
import { ingestTelemetry } from './ingest-listener.js';

/** The ingest of a process that collects, and what tells it of bridges. */
export function createIngest(
  { process: { loopback } }: Pick<RelayConfig, 'process'>,
  sources: Sources,
  metrics: RelayMetrics,
  log: RelayLog,
): { readonly ingest: Ingest; readonly host: BridgeHost } {
  const ingest = new Ingest({ loopback, listener: ingestTelemetry(metrics, log) });
  const host = new IngestHost({
    access: ingest.access,
    sources,
    opened: ({ name, token, verifier }) => {
      if (loopback || token !== undefined || verifier !== undefined) return;
      log.write('warn', 'push_without_token', 'Nobody can push to this bridge.', {
        bridge: name,
        wayOut: 'HOST is not loopback: give its source a token.',
      });
    },
  });
  return { ingest, host };
}
