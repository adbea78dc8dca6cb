import type { LoggerService } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { BufferKeys, LedgerReader, LossMark, ReportQueue } from '#event-buffer';
import { ApiDocument } from './api/docs/api-document.js';
import { BridgeCatalogue } from './bridges/bridge-catalogue.js';
import { RelayRedis } from './buffer/relay-redis.js';
import { CallbacksEndpoint } from './callbacks/callbacks.endpoint.js';
import { ApiDoor } from './console/access/api-door.js';
import { createHttpApp } from './console/http-app.js';
import { MetricCollectors } from './console/metric-collectors.js';
import { PortSlots } from './console/port-slots.js';
import { Readiness } from './console/readiness.js';
import { IngestHost } from './ingest/ingest.host.js';
import { Ingest } from './ingest/ingest.js';
import { RelayModule } from './relay.module.js';
import type { RelayParts } from './relay-parts.js';
import { bufferMetrics } from './telemetry/buffer-metrics.collector.js';
import { redisMetrics } from './telemetry/redis-metrics.collector.js';

/**
 * The Nest application of a process, with its HTTP. Listening is a step of its own, and its
 * roles start with `RelayLifecycle.start`; closing it stops both.
 */
export async function createRelayApp(
  parts: RelayParts,
  logger: LoggerService,
): Promise<NestExpressApplication> {
  const { roles } = parts.config.process;
  const app = await createHttpApp(RelayModule.of(parts), logger, (made) => ({
    slots: made.get(PortSlots, { strict: false }),
    first: [
      ...(roles.has('collector') ? [made.get(Ingest, { strict: false }).handle] : []),
      made.get(CallbacksEndpoint, { strict: false }).handle,
      made.get(ApiDoor, { strict: false }).handle,
    ],
  }));
  const get = <T>(token: abstract new (...given: never[]) => T): T =>
    app.get<T>(token, { strict: false });
  get(Readiness).add(get(RelayRedis).probe());
  if (roles.has('console')) {
    get(ApiDocument).of(app);
    const collectors = get(MetricCollectors);
    const [ledger, queue] = [get(LedgerReader), get(ReportQueue)];
    collectors.add(bufferMetrics(ledger, queue, parts.metrics, get(BridgeCatalogue)));
    const { small } = get(RelayRedis);
    const loss = new LossMark(small, get(BufferKeys));
    collectors.add(redisMetrics(small, loss, parts.metrics));
  }
  if (roles.has('collector')) {
    // Before it listens, the ingest must know the bridges that may be pushed to.
    await get(BridgeCatalogue).open();
    await get(BridgeCatalogue).attach(get(IngestHost));
    get(Ingest).attach(app.getHttpServer(), get(PortSlots));
  }
  return app;
}
