import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { RelayLog, RelayMetrics } from '#telemetry';
import { AccessGuard } from './access/access.guard.js';
import { Tokens } from './access/tokens.js';
import { FrontPageController } from './front-page.controller.js';
import { HealthController } from './health.controller.js';
import { MetricCollectors } from './metric-collectors.js';
import { MetricsController } from './metrics.controller.js';
import { OptionsController } from './options.controller.js';
import { ProblemFilter } from './problems/problem.filter.js';
import { Readiness } from './readiness.js';
import { RouteTable } from './route-table.js';
import { STATUS_READER, type StatusReader } from './status-reader.js';
import { StatusController } from './status.controller.js';

export interface ConsoleOptions {
  readonly tokens: Tokens;
  readonly metrics: RelayMetrics;
  readonly log: RelayLog;
  /** What `/api/status` tells; without it there is none. */
  readonly statusReader?: StatusReader | undefined;
  /** The management API, where this process serves it: a module, and its routes. */
  readonly api?:
    { readonly module: DynamicModule; readonly controllers: readonly Type[] } | undefined;
}

/**
 * The HTTP that every process has, whatever its roles. Global, so that the other modules can add
 * themselves to {@link Readiness} and {@link MetricCollectors}.
 */
export function consoleModule(options: ConsoleOptions): DynamicModule {
  const { tokens, metrics, log, statusReader, api } = options;
  const controllers: Type[] = [HealthController, MetricsController, FrontPageController];
  if (statusReader !== undefined) controllers.push(StatusController);
  const routes = new RouteTable([...controllers, ...(api?.controllers ?? [])]);
  return {
    module: ConsoleModule,
    global: true,
    imports: api === undefined ? [] : [api.module],
    controllers: [...controllers, OptionsController],
    providers: [
      { provide: Tokens, useValue: tokens },
      { provide: Readiness, useValue: new Readiness() },
      { provide: MetricCollectors, useValue: new MetricCollectors(metrics, log) },
      { provide: RelayLog, useValue: log },
      { provide: RouteTable, useValue: routes },
      { provide: STATUS_READER, useValue: statusReader },
      { provide: APP_GUARD, useClass: AccessGuard },
      { provide: APP_FILTER, useClass: ProblemFilter },
    ],
    exports: [Readiness, MetricCollectors, Tokens, RelayLog, RouteTable, STATUS_READER],
  };
}

@Module({})
class ConsoleModule {}
