import { Writable } from 'node:stream';
import { createLogger, RelayLog, RelayMetrics } from '#telemetry';
import type { RelayConfig } from '#config';
import { stringify } from 'yaml';
import type { LookupTimes } from '../../apps/relay/src/projects/lookup/lookup-times.js';
import type { RelayTimes } from '../../apps/relay/src/relay-times.js';
import type { Simulator } from '../../apps/simulator/src/index.js';
import { ConfigFile, SOURCES } from './config-file.js';
import { MadeRelay } from './made-relay.js';
import type { RedisServer } from './redis-server.js';
import { uniquePrefix } from './redis-server.js';

/** A relay in the process of the test, with its log and its metrics. */
export interface RelayInProcess {
  readonly relay: MadeRelay;
  readonly metrics: RelayMetrics;
  /** The configuration at the start. */
  readonly config: RelayConfig;
  /** Every log line so far. */
  readonly logLines: string[];
  /** The file and the environment for commands of this installation. */
  readonly installation: { readonly file: object; readonly environment: Record<string, string> };
  /** The value of one series of its metrics; 0 if the series does not exist. */
  metric(series: string): Promise<number>;
  /** Changes blocks of its file while it runs. */
  rewrite(blocks: object): void;
  stop(): Promise<void>;
}

export interface RelaySetup {
  readonly redis: RedisServer;
  readonly simulator: Simulator;
  /** The `bridges` of the file. */
  readonly bridges: readonly object[];
  /** Overrides keys of the `metastudio` block, which fits the simulator. */
  readonly metastudio?: object;
  readonly buffer?: object;
  readonly api?: object;
  /** Other blocks of the file. */
  readonly file?: object;
  readonly notices?: object;
  readonly environment?: Readonly<Record<string, string>>;
  /** The `sentinel` or `cluster` of the file, in place of the server's URL. */
  readonly nodes?: object;
  /** Two relays with one prefix are two processes of one installation. */
  readonly prefix?: string;
  readonly times?: RelayTimes;
  readonly lookupTimes?: LookupTimes;
  readonly spillBytesMax?: number;
}

/** Starts a relay from a configuration text, as `live-relay start` does, but without HTTP. */
export async function startRelay(setup: RelaySetup): Promise<RelayInProcess> {
  const { redis, simulator, bridges, metastudio = {}, buffer = {} } = setup;
  const { projectId, accessKey, secretKey } = simulator.settings;
  const file = {
    metastudio: {
      endpoint: simulator.url,
      projectId,
      auth: { type: 'aksk', accessKey: '${AK}', secretKey: '${SK}' },
      reportsPerSecond: 0,
      ...metastudio,
    },
    bridges,
    ...(setup.api === undefined ? {} : { api: setup.api }),
    ...(setup.notices === undefined ? {} : { notices: setup.notices }),
    buffer,
    ...setup.file,
    redis: { prefix: setup.prefix ?? uniquePrefix().replace(':', '-'), ...setup.nodes },
  };
  const environment = {
    ...(setup.nodes === undefined ? { REDIS_URL: redis.url } : {}),
    AK: accessKey,
    SK: secretKey,
    ...setup.environment,
  };
  const configFile = new ConfigFile(stringify(file), environment);
  const logLines: string[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      logLines.push(String(chunk));
      done();
    },
  });
  const log = new RelayLog(createLogger({ level: 'debug', destination, pretty: false }));
  const metrics = new RelayMetrics();
  const relay = await MadeRelay.of({
    config: configFile.config,
    store: configFile.store,
    sources: SOURCES,
    environment,
    metrics,
    log,
    times: setup.times,
    lookupTimes: setup.lookupTimes,
    spillBytesMax: setup.spillBytesMax,
  });
  await relay.start();
  return {
    relay,
    metrics,
    config: configFile.config,
    logLines,
    installation: { file, environment },
    metric: async (series) => seriesIn(String((await metrics.text()).body), series),
    rewrite: (next) => configFile.write(stringify({ ...file, ...next })),
    stop: async () => {
      await relay.stop();
      configFile.remove();
    },
  };
}

function seriesIn(text: string, series: string): number {
  const line = text.split('\n').find((one) => one.startsWith(`${series} `));
  return line === undefined ? 0 : Number(line.slice(series.length + 1));
}
