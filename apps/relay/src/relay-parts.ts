import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { Environment, RelayConfig } from '#config';
import type { RelayLog, RelayMetrics } from '#telemetry';
import type { Sources } from './bridges/sources.js';
import type { BridgeStore } from './bridges/bridge-store.js';
import type { PortLimits } from './console/port-slots.js';
import type { IngestLimits } from './ingest/ingest.endpoint.js';
import type { SocketLimits } from './ingest/ingest-socket.js';
import type { LookupTimes } from './projects/lookup/lookup-times.js';
import type { RelayTimes } from './relay-times.js';

/** What one process of the relay is made from; every module may inject it. */
export abstract class RelayParts {
  /** The configuration; for the bridges that run now ask the {@link BridgeCatalogue}. */
  abstract readonly config: RelayConfig;
  abstract readonly store: BridgeStore;
  abstract readonly sources: Sources;
  /** The environment, for variables that bridges made through the API may name. */
  abstract readonly environment: Environment;
  abstract readonly metrics: RelayMetrics;
  abstract readonly log: RelayLog;
  /** How often live jobs are looked up, where that is not as usual. */
  abstract readonly lookupTimes?: LookupTimes | undefined;
  abstract readonly times?: RelayTimes | undefined;
  /** What all bridges may hold in memory while Redis is away, in bytes. @defaultValue 64 MiB */
  abstract readonly spillBytesMax?: number | undefined;
  /** Limits of the port and of pushes, where they are not as usual. */
  abstract readonly portLimits?: Partial<PortLimits> | undefined;
  abstract readonly ingestLimits?: Partial<IngestLimits & SocketLimits> | undefined;
}

/** Gives the parts of the process to all modules. */
@Global()
@Module({})
export class PartsModule {
  static of(parts: RelayParts): DynamicModule {
    return {
      module: PartsModule,
      providers: [{ provide: RelayParts, useValue: parts }],
      exports: [RelayParts],
    };
  }
}
