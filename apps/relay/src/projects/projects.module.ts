import { Module } from '@nestjs/common';
import { LedgerReader } from '#event-buffer';
import { RelayRedis } from '../buffer/relay-redis.js';
import { provide } from '../provide.js';
import { RelayParts } from '../relay-parts.js';
import { ReportUrlVault } from './report-url-vault.js';
import { projectListeners } from '../telemetry/project.telemetry.js';
import { RepeatedWrites } from '../buffer/repeated-writes.js';
import { MissingRooms } from './rooms/noting-rooms.js';
import { ProjectAccesses } from './access/project-accesses.js';

/** The projects of MetaStudio: access to each, and the vault of their report URLs. */
@Module({
  providers: [
    provide(MissingRooms, [LedgerReader, RepeatedWrites], (ledger, again) => {
      const rooms = new MissingRooms(ledger);
      again.add(async () => rooms.sayAgain());
      return rooms;
    }),
    provide(
      ProjectAccesses,
      [RelayParts, MissingRooms, RelayRedis],
      (parts, rooms, { failed }) =>
        new ProjectAccesses(
          parts.config,
          projectListeners(parts, rooms, failed),
          parts.lookupTimes,
        ),
    ),
    provide(
      ReportUrlVault,
      [RelayParts],
      ({ config }) => new ReportUrlVault(config.process.stateKey),
    ),
  ],
  exports: [ProjectAccesses, ReportUrlVault],
})
export class ProjectsModule {}
