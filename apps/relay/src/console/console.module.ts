import { Module, type DynamicModule, type FactoryProvider, type Type } from '@nestjs/common';
import type { ValueProvider } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { RelayLog, RelayMetrics } from '#telemetry';
import { AccessGuard } from './access/access.guard.js';
import { FrontPageController } from './front-page.controller.js';
import { HealthController } from './health.controller.js';
import { MetricCollectors } from './metric-collectors.js';
import { MetricsController } from './metrics.controller.js';
import { OptionsController } from './options.controller.js';
import { PageController } from './page/page.controller.js';
import { PageFiles } from './page/page-files.js';
import { ProblemFilter } from './problems/problem.filter.js';
import { Readiness } from './readiness.js';
import { RouteTable } from './route-table.js';
import { STATUS_READER } from './status-reader.js';
import { StatusController } from '../api/status.controller.js';

export interface ConsoleOptions {
  readonly metrics: RelayMetrics;
  readonly log: RelayLog;
  /** Provides the {@link STATUS_READER}, which `/api/status` reads. */
  readonly statusReader: FactoryProvider | ValueProvider;
  /** The modules that {@link statusReader} needs. */
  readonly imports?: readonly Type[];
  /** Exports `Tokens`: who may ask. */
  readonly access: Type | DynamicModule;
  /** The routes of the management API, where this process serves it; their module is imported. */
  readonly controllers: readonly Type[];
  /** The role whose processes have an address that this one has not. */
  readonly roleFor?: (path: string) => string | undefined;
  /** The page that people see at `/`; without it a text tells where things are. */
  readonly page?: PageFiles | undefined;
}

/**
 * The HTTP that every process has, with any roles. Global, so that the other modules can add
 * themselves to {@link Readiness} and {@link MetricCollectors}.
 */
@Module({})
export class ConsoleModule {
  static of(options: ConsoleOptions): DynamicModule {
    const { metrics, log, statusReader, imports = [], access, controllers, page } = options;
    const front = page === undefined ? FrontPageController : PageController;
    const own = [HealthController, MetricsController, front, StatusController];
    const routes = new RouteTable([...own, ...controllers], options.roleFor);
    return {
      module: ConsoleModule,
      global: true,
      imports: [access, ...imports],
      controllers: [...own, OptionsController],
      providers: [
        { provide: Readiness, useValue: new Readiness() },
        { provide: MetricCollectors, useValue: new MetricCollectors(metrics, log) },
        { provide: RelayLog, useValue: log },
        { provide: RouteTable, useValue: routes },
        { provide: PageFiles, useValue: page },
        statusReader,
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
      exports: [Readiness, MetricCollectors, RelayLog, RouteTable, STATUS_READER],
    };
  }
}
