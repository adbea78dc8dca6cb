import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { ProcessConfig } from '#config';
import { RelayLog, RelayMetrics } from '#telemetry';
import { AccessGuard } from './access.guard.js';
import { OperatorCheck } from './bearer-token.js';
import { FrontPageController } from './front-page.controller.js';
import { HealthController } from './health.controller.js';
import { MetricCollectors } from './metric-collectors.js';
import { MetricsController } from './metrics.controller.js';
import { Readiness } from './readiness.js';
import { STATUS_READER, type StatusReader } from './status-reader.js';
import { StatusController } from './status.controller.js';

export interface ConsoleOptions {
  readonly process: Pick<ProcessConfig, 'apiToken'>;
  readonly metrics: RelayMetrics;
  readonly log: RelayLog;
  /** What `/api/status` tells; without it there is none. */
  readonly statusReader?: StatusReader | undefined;
}

/**
 * The HTTP that every process has, whatever its roles. Global, so that the other modules can add
 * themselves to {@link Readiness} and {@link MetricCollectors}.
 */
export function consoleModule(options: ConsoleOptions): DynamicModule {
  const { process, metrics, log, statusReader } = options;
  const controllers: Type[] = [HealthController, MetricsController, FrontPageController];
  if (statusReader !== undefined) controllers.push(StatusController);
  return {
    module: ConsoleModule,
    global: true,
    controllers,
    providers: [
      { provide: OperatorCheck, useValue: new OperatorCheck(process) },
      { provide: Readiness, useValue: new Readiness() },
      { provide: MetricCollectors, useValue: new MetricCollectors(metrics, log) },
      { provide: RelayLog, useValue: log },
      { provide: STATUS_READER, useValue: statusReader },
      { provide: APP_GUARD, useClass: AccessGuard },
    ],
    exports: [Readiness, MetricCollectors, OperatorCheck],
  };
}

@Module({})
class ConsoleModule {}
