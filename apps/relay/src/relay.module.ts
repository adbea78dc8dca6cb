import { Module, type DynamicModule } from '@nestjs/common';
import { BufferKeys, LedgerReader, ReportQueue } from '#event-buffer';
import { API_CONTROLLERS, ApiModule } from './api/api.module.js';
import { BridgeCatalogue } from './bridges/bridge-catalogue.js';
import { BridgesModule } from './bridges/bridges.module.js';
import { InstalledBridges } from './bridges/installed-bridges.js';
import { BufferModule } from './buffer/buffer.module.js';
import { RelayRedis } from './buffer/relay-redis.js';
import { CallbacksModule } from './callbacks/callbacks.module.js';
import { CollectorModule } from './collector/collector.module.js';
import { CollectorRole } from './collector/collector.role.js';
import { AccessModule } from './console/access/access.module.js';
import { ConsoleModule } from './console/console.module.js';
import { PageFiles } from './console/page/page-files.js';
import { Readiness } from './console/readiness.js';
import { STATUS_READER } from './console/status-reader.js';
import { Ingest } from './ingest/ingest.js';
import { IngestModule } from './ingest/ingest.module.js';
import { GuardedNetwork } from './network/guarded-network.js';
import { SourceNetwork } from './network/source-network.js';
import { NoticesModule } from './notices/notices.module.js';
import { Notices } from './notices/notices.js';
import { ProjectAccesses } from './projects/access/project-accesses.js';
import { ProjectsModule } from './projects/projects.module.js';
import { ifThere, provide, provideOf } from './provide.js';
import { RelayLifecycle } from './relay.lifecycle.js';
import { PartsModule, RelayParts } from './relay-parts.js';
import { ReporterModule } from './reporter/reporter.module.js';
import { ReporterRole } from './reporter/reporter.role.js';
import { RepeatedWrites } from './buffer/repeated-writes.js';
import { SelfReport } from './telemetry/self-report.js';
import { LedgerStatusReader } from './status/ledger-status.reader.js';

/**
 * One process of the relay: what every process has, and a module for each of its roles.
 * {@link RelayLifecycle} starts and stops it.
 */
@Module({
  providers: [
    provide(
      SelfReport,
      [RelayParts, RelayRedis, BufferKeys],
      (given, { small, holder, failed }, keys) =>
        new SelfReport(given, small, keys, holder, failed),
    ),
    provideOf(
      RelayLifecycle,
      {
        process: RelayParts,
        redis: RelayRedis,
        queue: ReportQueue,
        self: SelfReport,
        repeatedWrites: RepeatedWrites,
        bridges: InstalledBridges,
        readiness: Readiness,
        accesses: ProjectAccesses,
        guarded: GuardedNetwork,
        network: SourceNetwork,
        notices: Notices,
        reporter: ifThere(ReporterRole),
        collector: ifThere(CollectorRole),
        ingest: ifThere(Ingest),
      },
      ({ process: { config, log }, guarded, network, ...parts }) =>
        new RelayLifecycle({ ...parts, config, log, networks: [guarded, network] }),
    ),
  ],
})
export class RelayModule {
  static of(parts: RelayParts): DynamicModule {
    const { metrics, log, config } = parts;
    const { roles } = config.process;
    const controllers = roles.has('console') ? API_CONTROLLERS : [];
    const statusReader = provide(
      STATUS_READER,
      [LedgerReader, BridgeCatalogue],
      (ledger, catalogue) => new LedgerStatusReader(ledger, () => catalogue.known),
    );
    const access = AccessModule;
    const page = roles.has('console') ? PageFiles.load() : undefined;
    return {
      module: RelayModule,
      imports: [
        PartsModule.of(parts),
        BufferModule,
        ProjectsModule,
        BridgesModule,
        NoticesModule,
        AccessModule,
        CallbacksModule,
        ConsoleModule.of({
          metrics,
          log,
          statusReader,
          imports: [BridgesModule],
          access,
          controllers,
          roleFor: (path) =>
            ROLE_BELOW.find(([above, role]) => path.startsWith(above) && !roles.has(role))?.[1],
          page,
        }),
        ...(roles.has('reporter') ? [ReporterModule] : []),
        ...(roles.has('collector') ? [CollectorModule, IngestModule] : []),
        ...(roles.has('console') ? [ApiModule] : []),
      ],
    };
  }
}

/** Which role's processes have what is below a path. */
const ROLE_BELOW = [
  ['/ingest/', 'collector'],
  ['/api/', 'console'],
] as const;
