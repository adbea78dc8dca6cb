import { untilAborted } from '#timing';
import type { RelayConfig } from '#config';
import { createLogger, loggedError, logText, NestLogger, RelayLog, RelayMetrics } from '#telemetry';
import type { INestApplication } from '@nestjs/common';
import type { AddressInfo } from 'node:net';
import { BridgeCatalogue } from './bridges/bridge-catalogue.js';
import type { BridgeStore } from './bridges/bridge-store.js';
import type { CliContext } from './cli/context/cli-context.js';
import { EXIT, type ExitCode } from './cli/context/exit-code.js';
import { terminalOf } from './cli/terminal/terminal.js';
import { writeLines } from './cli/terminal/write-lines.js';
import { EmbeddedRedisError } from './embedded-redis/embedded-place.js';
import { withEmbeddedRedis } from './embedded-redis/with-embedded.js';
import { createRelayApp } from './relay-http.js';
import { RelayLifecycle } from './relay.lifecycle.js';
import { RedisTooOldError } from './doctor/redis-fitness.js';

export interface StartOptions {
  readonly config: RelayConfig;
  /** The configuration's file: a Redis of the relay's own has its data beside it. */
  readonly file: string;
  /** The store of the bridges. */
  readonly store: BridgeStore;
}

/**
 * Runs the service until it is asked to stop. The process answers on its port from the first
 * moment, whatever its roles and whether or not Redis is there.
 */
export async function startRelay(options: StartOptions, context: CliContext): Promise<ExitCode> {
  await context.sources.load();
  const { logLevel } = options.config.process;
  const { isTerminal, colored } = terminalOf(context);
  const { stdout: destination } = context;
  const logger = createLogger({ level: logLevel, destination, pretty: isTerminal, colored });
  const log = new RelayLog(logger);
  try {
    const { environment, stopped } = context;
    const redis = await withEmbeddedRedis(options.config, options.file, environment, log, stopped);
    if (redis === undefined) return EXIT.ok;
    try {
      return await run({ ...options, config: redis.config }, context, logger, log);
    } finally {
      // Last: everything before may still write.
      await redis.stop();
    }
  } catch (error) {
    if (!(error instanceof EmbeddedRedisError)) throw error;
    await writeLines(context.stderr, [error.message]);
    return EXIT.failed;
  }
}

async function run(
  { config, store }: StartOptions,
  context: CliContext,
  logger: ReturnType<typeof createLogger>,
  log: RelayLog,
): Promise<ExitCode> {
  const { stopped, sources, environment, hangups } = context;
  const { metricsBridgesMax } = config.process;
  const metrics = new RelayMetrics(metricsBridgesMax);
  metrics.watchProcess();
  metrics.buildInfo.set(1, context.version, process.version);
  const parts = { config, store, sources, environment, metrics, log };
  const app = await createRelayApp(parts, new NestLogger(logger));
  if (!(await listens(app, config, log, context))) return EXIT.failed;
  const catalogue = app.get(BridgeCatalogue, { strict: false });
  const unfollow = hangups?.follow(() => {
    log.write('info', 'hangup', 'Asked to look at the configuration.', { signal: 'SIGHUP' });
    void catalogue.reload(true);
  });
  try {
    await app.get(RelayLifecycle).start(stopped);
    await untilAborted(stopped);
  } catch (error) {
    if (error instanceof RedisTooOldError) {
      await writeLines(context.stderr, [error.message]);
      return EXIT.failed;
    }
    if (!stopped.aborted) throw error;
  } finally {
    unfollow?.();
    log.write('info', 'stopping', 'The relay stops.', { signal: String(stopped.reason) });
    await app.close();
    log.write('info', 'stopped', 'The relay has stopped.');
  }
  return EXIT.ok;
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
