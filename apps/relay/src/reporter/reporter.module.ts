import { Module } from '@nestjs/common';
import {
  BufferKeys,
  FullSignal,
  LedgerReader,
  LOCK_TIMES_DEFAULT,
  LossMark,
  ReportQueue,
  TargetTable,
} from '#event-buffer';
import { BridgeCatalogue } from '../bridges/bridge-catalogue.js';
import { BridgesModule } from '../bridges/bridges.module.js';
import { askedProjects, AnswersWatch } from './answers/answers-watch.js';
import { RelayRedis } from '../buffer/relay-redis.js';
import { ProjectAccesses } from '../projects/project-accesses.js';
import { ProjectsModule } from '../projects/projects.module.js';
import { provide } from '../provide.js';
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

/** Targets that one process works on, and has parked, at a time. */
const PLACES_MAX: PlacesMax = { working: 64, parked: 2000 };

/** The reporter role: sends what waits in the buffers to MetaStudio. */
@Module({
  imports: [ProjectsModule, BridgesModule],
  providers: [
    provide(Places, [], () => new Places(PLACES_MAX)),
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
    provide(
      TargetReporter,
      [
        RelayParts,
        RelayRedis,
        BufferKeys,
        LossMark,
        TargetUpkeep,
        ProjectAccesses,
        ReportUrlVault,
        ReportTerms,
        Places,
        SettlementTrail,
      ],
      (parts, redis, keys, mark, { sweep }, accesses, vault, terms, places, trail) =>
        new TargetReporter({
          redis: redis.drain,
          keys,
          sweep,
          vault,
          projects: buildProjects(accesses.all(), redis.small, keys, redis.failed),
          terms,
          limits: reportLimitsOf(parts.config.buffer, parts.times?.reporter),
          listener: trail.with(reporterTelemetry(parts.metrics, parts.log, redis.failed)),
          places,
          loss: { mark, lockMs: (parts.times?.lock ?? LOCK_TIMES_DEFAULT).lockMs },
        }),
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
        return new FullSignal(config.redis, keys, { full, look }, failed);
      },
    ),
    provide(
      AnswersWatch,
      [RelayParts, RelayRedis, TargetTable, ProjectAccesses],
      ({ config, times }, { small: redis }, targets, accesses) => {
        const { prefix } = config.redis;
        const parts = { redis, targets, prefix, scale: times?.paceScale };
        return new AnswersWatch({ ...parts, projectOf: askedProjects(accesses) });
      },
    ),
    provide(
      ReporterRole,
      [
        RelayParts,
        BridgeCatalogue,
        ReportQueue,
        TargetReporter,
        ReportTerms,
        FollowedTargets,
        TargetUpkeep,
        FullSignal,
        AnswersWatch,
        SettlementTrail,
      ],
      (
        { config, times },
        catalogue,
        queue,
        reporter,
        terms,
        followed,
        upkeep,
        fullSignal,
        answers,
        trail,
      ) => {
        const targetsMax = PLACES_MAX.working + PLACES_MAX.parked;
        const parts = { config, times, catalogue, queue, reporter, terms, followed, upkeep };
        return new ReporterRole({ ...parts, fullSignal, answers, trail, targetsMax });
      },
    ),
  ],
  exports: [ReporterRole],
})
export class ReporterModule {}
