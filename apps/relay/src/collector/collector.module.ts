import { Module } from '@nestjs/common';
import {
  APPEND_LIMITS_DEFAULT,
  Appender,
  BufferKeys,
  LedgerReader,
  ReportQueue,
} from '#event-buffer';
import { BridgeCatalogue } from '../bridges/bridge-catalogue.js';
import { BridgeKinds } from './bridge-kinds.js';
import { BridgesModule } from '../bridges/bridges.module.js';
import { RelayRedis } from '../buffer/relay-redis.js';
import { GuardedNetwork } from '../network/guarded-network.js';
import { SourceNetwork } from '../network/source-network.js';
import { ProjectAccesses } from '../projects/access/project-accesses.js';
import { ProjectsModule } from '../projects/projects.module.js';
import { provide, provideOf } from '../provide.js';
import { RelayParts } from '../relay-parts.js';
import { ReportUrlVault } from '../projects/report-url-vault.js';
import { OwnAppends } from '../buffer/own-appends.js';
import { RepeatedWrites } from '../buffer/repeated-writes.js';
import { CollectorRole } from './collector.role.js';
import { SpillBudget } from '../buffer/spill-budget.js';

/** The collector role: takes what sources bring, and appends it to the buffers. */
@Module({
  imports: [ProjectsModule, BridgesModule],
  providers: [
    provide(Appender, [RelayParts, RelayRedis, BufferKeys], ({ config }, { append }, keys) => {
      const { maxEvents, waitReplicas, maxPerSecond } = config.buffer;
      const limits = { ...APPEND_LIMITS_DEFAULT, eventsMax: maxEvents, perSecondMax: maxPerSecond };
      return new Appender(append, keys, limits, waitReplicas);
    }),
    provide(
      BridgeKinds,
      [RelayParts, BridgeCatalogue, SourceNetwork, GuardedNetwork, ProjectAccesses, ReportUrlVault],
      ({ sources }, catalogue, network, guarded, accesses, vault) =>
        new BridgeKinds({
          sources,
          networkOf: ({ name }) => {
            const { origin } = catalogue.bridges.get(name)?.record ?? {};
            return origin === 'file' ? network : guarded;
          },
          accesses,
          vault,
        }),
    ),
    provideOf(
      CollectorRole,
      {
        process: RelayParts,
        redis: RelayRedis,
        keys: BufferKeys,
        queue: ReportQueue,
        ledger: LedgerReader,
        appender: Appender,
        budget: SpillBudget,
        catalogue: BridgeCatalogue,
        kinds: BridgeKinds,
        network: SourceNetwork,
        ownAppends: OwnAppends,
        repeatedWrites: RepeatedWrites,
      },
      (parts) => new CollectorRole(parts),
    ),
  ],
  exports: [CollectorRole],
})
export class CollectorModule {}
