import type { RelayConfig } from '#config';
import { createLogger, loggedError, logText, NestLogger, RelayLog, RelayMetrics } from '#telemetry';
import type { INestApplication } from '@nestjs/common';
import type { AddressInfo } from 'node:net';
import { ApiDocument } from './api/docs/api-document.js';
import { createApi } from './api/create-api.js';
import type { CliContext } from './cli/cli-context.js';
import { EXIT, type ExitCode } from './cli/exit-code.js';
import { writeLines } from './cli/write-lines.js';
import { consoleModule } from './console/console.module.js';
import { portTelemetry } from './console/guard-port.js';
import { createHttpApp } from './console/http-app.js';
import { MetricCollectors } from './console/metric-collectors.js';
import { PortSlots } from './console/port-slots.js';
import { Readiness } from './console/readiness.js';
import { bufferMetrics } from './service/buffer-metrics.collector.js';
import type { BridgeStore } from './bridges/bridge-store.js';
import { createIngest } from './ingest/create-ingest.js';
import type { Ingest } from './ingest/ingest.js';
import { redisMetrics } from './service/redis-metrics.collector.js';
import { RedisTooOldError } from './service/redis-fitness.js';
import { Relay } from './service/relay.js';
import { LedgerStatusReader } from './status/ledger-status.reader.js';

export interface StartOptions {
  readonly config: RelayConfig;
  /** Has the bridges, also those that come later. */
  readonly store: BridgeStore;
}

/**
 * Runs the service until it is asked to stop. The process answers on its port from the first
 * moment, whatever its roles and whether or not Redis is there.
 */
export async function startRelay(
  { config, store }: StartOptions,
  context: CliContext,
): Promise<ExitCode> {
  const { stopped, sources, environment, hangups } = context;
  await sources.load();
  const { logLevel } = config.process;
  const logger = createLogger({
    level: logLevel,
    destination: context.stdout,
    pretty: (context.stdout as Partial<NodeJS.WriteStream>).isTTY === true,
  });
  const log = new RelayLog(logger);
  const metrics = new RelayMetrics();
  metrics.watchProcess();
  metrics.buildInfo.set(1, context.version, process.version);
  const relay = new Relay({ config, store, sources, environment, metrics, log });
  const statusReader = new LedgerStatusReader(relay.ledger);
  const slots = new PortSlots(portTelemetry(metrics, log));
  const { door, ...api } = createApi({ relay, config, log, slots, sources });
  const consoleOptions = { ...api, metrics, log, statusReader };
  const ingest = await openIngest(config, relay, context, { metrics, log });
  const nestLogger = new NestLogger(logger);
  const module = consoleModule(consoleOptions);
  const pushed = ingest === undefined ? [] : [ingest.handle];
  const app = await createHttpApp(module, nestLogger, slots, ...pushed, door);
  if (api.api !== undefined) app.get(ApiDocument, { strict: false }).of(app);
  ingest?.attach(app.getHttpServer(), slots);
  const started = startedProbe(app);
  const redisProbe = relay.redisProbe();
  app.get(Readiness).add(redisProbe);
  if (config.process.roles.has('console')) {
    const collectors = app.get(MetricCollectors);
    collectors.add(bufferMetrics(relay.ledger, relay.queue, metrics));
    collectors.add(redisMetrics(relay.redis, metrics));
  }
  if (!(await listens(app, config, log, context))) {
    await relay.stop();
    return EXIT.failed;
  }
  const unfollow = hangups?.follow(() => {
    log.write('info', 'hangup', 'Asked to look at the configuration.', { signal: 'SIGHUP' });
    void relay.catalogue.reload(true);
  });
  try {
    await relay.start(stopped);
    if (relay.pushes !== undefined) ingest?.open(relay.pushes);
    started.done();
    for (const probe of relay.probes()) {
      if (probe.name !== redisProbe.name) app.get(Readiness).add(probe);
    }
    await aborted(stopped);
  } catch (error) {
    if (error instanceof RedisTooOldError) {
      await writeLines(context.stderr, [error.message]);
      return EXIT.failed;
    }
    if (!stopped.aborted) throw error;
  } finally {
    unfollow?.();
    log.write('info', 'stopping', 'The relay stops.', { signal: String(stopped.reason) });
    ingest?.close();
    await relay.stop();
    await app.close();
    log.write('info', 'stopped', 'The relay has stopped.');
  }
  return EXIT.ok;
}

/** Takes pushes where the process collects; it answers before it can take them. */
async function openIngest(
  config: RelayConfig,
  { catalogue }: Relay,
  { sources }: CliContext,
  { metrics, log }: { readonly metrics: RelayMetrics; readonly log: RelayLog },
): Promise<Ingest | undefined> {
  if (!config.process.roles.has('collector')) return undefined;
  const { ingest, host } = createIngest(config, sources, metrics, log);
  await catalogue.open();
  await catalogue.attach(host);
  return ingest;
}

async function listens(
  app: INestApplication,
  { process: { host, port, roles } }: RelayConfig,
  log: RelayLog,
  { stderr }: CliContext,
): Promise<boolean> {
  try {
    await app.listen(port, host);
  } catch (error) {
    const { code, message } = loggedError(error);
    const why = message ?? code ?? 'unknown reason';
    await writeLines(stderr, [`cannot listen on HOST ${logText(host)} and PORT ${port}: ${why}`]);
    await app.close();
    return false;
  }
  const address = app.getHttpServer().address() as AddressInfo;
  const fields = { host, port: address.port, roles: [...roles] };
  log.write('info', 'started', 'The relay runs.', fields);
  return true;
}

/** Not ready until the roles have started. */
function startedProbe(app: INestApplication): { done(): void } {
  let started = false;
  app.get(Readiness).add({
    name: 'roles',
    check: async () =>
      started
        ? { ok: true }
        : { ok: false, why: 'starting: what it waits for stands beside this, or in its log' },
  });
  return {
    done: () => {
      started = true;
    },
  };
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
