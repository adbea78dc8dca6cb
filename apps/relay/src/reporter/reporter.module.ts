import { Module } from '@nestjs/common';
import {
  BufferKeys,
  FullSignal,
  DrainMemory,
  LedgerReader,
  LOCK_TIMES_DEFAULT,
  LossMark,
  RedisTime,
  ReportQueue,
  TargetTable,
} from '#event-buffer';
import { BridgeCatalogue } from '../bridges/bridge-catalogue.js';
import { BridgesModule } from '../bridges/bridges.module.js';
import { askedProjects, AnswersWatch } from './answers/answers-watch.js';
import { OwnAppends } from '../buffer/own-appends.js';
import { RelayRedis } from '../buffer/relay-redis.js';
import { ProjectAccesses } from '../projects/access/project-accesses.js';
import { ProjectsModule } from '../projects/projects.module.js';
import { provide, provideOf } from '../provide.js';
import { RelayParts } from '../relay-parts.js';
import { reporterTelemetry } from '../telemetry/reporter.telemetry.js';
import { SettlementTrail } from './settlement-trail.js';
import { buildProjects } from './project/build-projects.js';
import { FollowedTargets } from './upkeep/no-job-wake.js';
import { Places, type PlacesMax } from './run/places.js';
import { reportLimitsOf } from './report-limits.js';
import { ReportTerms } from './report-terms.js';
import { ReportUrlVault } from '../projects/report-url-vault.js';
import { ReporterRole } from './reporter.role.js';
import { TargetReporter } from './run/target-reporter.js';
import { TargetUpkeep } from './upkeep/target-upkeep.js';

/** How many targets one process works on, and parks, at a time. */
const PLACES_MAX: PlacesMax = { working: 64, parked: 2000 };

/** From this many bytes of events in the process on, nothing is read ahead of its time. */
const READ_AHEAD_BYTES_MAX = 16 * 1024 ** 2;

/** The reporter role: sends what waits in the buffers to MetaStudio. */
@Module({
  imports: [ProjectsModule, BridgesModule],
  providers: [
    provide(
      Places,
      [ProjectAccesses],
      (accesses) => new Places(PLACES_MAX, (project) => accesses.find(project) !== undefined),
    ),
    provide(DrainMemory, [], () => new DrainMemory(READ_AHEAD_BYTES_MAX)),
    provide(RedisTime, [RelayRedis], ({ small }) => new RedisTime(small)),
    provide(ReportTerms, [ReportUrlVault], (vault) => new ReportTerms(vault)),
    provide(
      TargetUpkeep,
      [RelayParts, RelayRedis, BufferKeys, ReportQueue, LedgerReader, LossMark],
      ({ metrics, log, times }, { small, failed }, keys, queue, ledger, loss) => {
        const listener = reporterTelemetry(metrics, log, failed);
        const everyMs = times?.sweepEveryMs;
        return new TargetUpkeep({ redis: small, keys, ledger, queue, loss, listener, everyMs });
      },
    ),
    provide(
      SettlementTrail,
      [RelayParts, RelayRedis, BufferKeys],
      ({ config: { trail } }, { small, failed }, keys) =>
        new SettlementTrail({ config: trail, redis: small, keys, failed }),
    ),
    provide(LossMark, [RelayRedis, BufferKeys], ({ small }, keys) => new LossMark(small, keys)),
    provideOf(
      TargetReporter,
      {
        process: RelayParts,
        redis: RelayRedis,
        keys: BufferKeys,
        mark: LossMark,
        upkeep: TargetUpkeep,
        accesses: ProjectAccesses,
        vault: ReportUrlVault,
        terms: ReportTerms,
        places: Places,
        ownAppends: OwnAppends,
        memory: DrainMemory,
        time: RedisTime,
        trail: SettlementTrail,
      },
      ({ process, redis, mark, upkeep, accesses, trail, ...parts }) => {
        const { config, metrics, log, times } = process;
        const { small, drain, failed } = redis;
        return new TargetReporter({
          ...parts,
          redis: drain,
          sweep: upkeep.sweep,
          projects: buildProjects(accesses.all(), small, parts.keys, failed),
          limits: reportLimitsOf(config.buffer, times?.reporter),
          listener: trail.with(reporterTelemetry(metrics, log, failed)),
          loss: { mark, lockMs: (times?.lock ?? LOCK_TIMES_DEFAULT).lockMs },
        });
      },
    ),
    provide(
      FollowedTargets,
      [ProjectAccesses, TargetTable, ReportQueue, TargetReporter],
      (accesses, targets, queue, reporter) =>
        new FollowedTargets(accesses, {
          targets,
          queue,
          failed: (error) => reporter.failed(error),
        }),
    ),
    provide(
      FullSignal,
      [RelayParts, BufferKeys, Places, RelayRedis, ProjectAccesses],
      ({ config }, keys, places, { failed }, accesses) => {
        const full = (target: string): void => places.wake(target);
        const look = (project: string): void => accesses.find(project)?.running?.lookNow();
        return new FullSignal(
          config.redis,
          keys,
          { full, look, listening: () => places.wakeAll() },
          failed,
        );
      },
    ),
    provide(
      AnswersWatch,
      [RelayParts, RelayRedis, BufferKeys, TargetTable, ProjectAccesses],
      ({ times }, { small: redis }, keys, targets, accesses) => {
        const parts = { redis, keys, targets, scale: times?.paceScale };
        return new AnswersWatch({ ...parts, projectOf: askedProjects(accesses) });
      },
    ),
    provideOf(
      ReporterRole,
      {
        process: RelayParts,
        catalogue: BridgeCatalogue,
        queue: ReportQueue,
        reporter: TargetReporter,
        terms: ReportTerms,
        time: RedisTime,
        followed: FollowedTargets,
        upkeep: TargetUpkeep,
        fullSignal: FullSignal,
        answers: AnswersWatch,
        trail: SettlementTrail,
      },
      ({ process: { config, times }, ...parts }) => {
        const targetsMax = PLACES_MAX.working + PLACES_MAX.parked;
        return new ReporterRole({ ...parts, config, times, targetsMax });
      },
    ),
  ],
  exports: [ReporterRole],
})
export class ReporterModule {}
