import { Module } from '@nestjs/common';
import { hostname } from 'node:os';
import { BufferKeys, LedgerReader, LossMark, NoticeDesk, writeRefusal } from '#event-buffer';
import { BridgeCatalogue } from '../bridges/bridge-catalogue.js';
import { BridgesModule } from '../bridges/bridges.module.js';
import { RelayRedis } from '../buffer/relay-redis.js';
import { SourceNetwork } from '../network/source-network.js';
import { ProjectAccesses } from '../projects/access/project-accesses.js';
import { ProjectsModule } from '../projects/projects.module.js';
import { provide } from '../provide.js';
import { RelayParts } from '../relay-parts.js';
import { LedgerStatusReader } from '../status/ledger-status.reader.js';
import { liveRooms } from './live-rooms.js';
import { NoticeSender } from './notice-sender.js';
import { channelTelemetry, notifierTelemetry } from './notices.telemetry.js';
import { Notices } from './notices.js';
import { Notifier } from './notifier.js';

/** Tells people in a chat what goes wrong, where the file names channels. */
@Module({
  imports: [BridgesModule, ProjectsModule],
  providers: [
    provide(
      Notices,
      [
        RelayParts,
        RelayRedis,
        BufferKeys,
        LedgerReader,
        BridgeCatalogue,
        SourceNetwork,
        ProjectAccesses,
      ],
      (
        { config: { notices: config, process }, metrics, log, times },
        redis,
        keys,
        ledger,
        catalogue,
        { fetch },
        accesses,
      ) => {
        if (config === undefined) return new Notices(undefined);
        const { channels } = config;
        const { small, holder, failed } = redis;
        return new Notices(
          new Notifier({
            config,
            machine: process.machine ?? hostname(),
            desk: new NoticeDesk(small, keys, holder),
            status: new LedgerStatusReader(ledger, () => catalogue.known),
            refusal: async () => writeRefusal(small, keys, holder),
            redisTrouble: () => redis.trouble,
            emptiedAt: async () => new LossMark(small, keys).noticedAt(),
            bridges: () => new Map(catalogue.known.map(({ bridge, target }) => [bridge, target])),
            sender: new NoticeSender({ channels, fetch, answered: channelTelemetry(metrics, log) }),
            isLive: liveRooms(catalogue, accesses),
            listener: notifierTelemetry(log, failed),
            lookEveryMs: times?.noticesMs,
          }),
        );
      },
    ),
  ],
  exports: [Notices],
})
export class NoticesModule {}
