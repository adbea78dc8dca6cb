import { Module } from '@nestjs/common';
import { BufferKeys } from '#event-buffer';
import { RelayRedis } from '../buffer/relay-redis.js';
import { GuardedNetwork } from '../network/guarded-network.js';
import { SourceNetwork } from '../network/source-network.js';
import { provide } from '../provide.js';
import { RelayParts } from '../relay-parts.js';
import { catalogueTelemetry } from '../telemetry/catalogue.telemetry.js';
import { BridgeCatalogue } from './bridge-catalogue.js';
import { InstalledBridges } from './installed-bridges.js';
import { ManagedBridges } from './managed/managed-bridges.js';

/**
 * The bridges of the installation: where they are stored, how they are changed, and the network of
 * their sources.
 */
@Module({
  providers: [
    provide(
      InstalledBridges,
      [RelayParts, RelayRedis, BufferKeys],
      ({ config, store, sources, environment, metrics, log }, { small, failed }, keys) =>
        new InstalledBridges({
          config,
          file: store,
          sources,
          environment,
          redis: small,
          keys,
          listener: catalogueTelemetry(metrics, log),
          failed,
        }),
    ),
    provide(BridgeCatalogue, [InstalledBridges], ({ catalogue }) => catalogue),
    provide(ManagedBridges, [InstalledBridges], ({ managed }) => managed),
    provide(SourceNetwork, [RelayParts], ({ config }) => new SourceNetwork(config.process.proxy)),
    provide(
      GuardedNetwork,
      [SourceNetwork, InstalledBridges],
      (network, { guard }) => new GuardedNetwork(network, guard),
    ),
  ],
  exports: [InstalledBridges, BridgeCatalogue, ManagedBridges, SourceNetwork, GuardedNetwork],
})
export class BridgesModule {}
