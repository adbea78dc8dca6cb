import { Writable } from 'node:stream';
import { createLogger, RelayLog, RelayMetrics } from '#telemetry';
import { stringify } from 'yaml';
import type { LookupTimes } from '../../../apps/relay/src/projects/lookup/lookup-times.js';
import { type Simulator } from '../../../apps/simulator/src/index.js';
import { ConfigFile, SOURCES } from '../../support/config-file.js';
import { MadeRelay } from '../../support/made-relay.js';
import { uniquePrefix, type RedisServer } from '../../support/redis-server.js';
import { genericChat } from '../../support/generic-chat.js';

/** Frequent look-ups, so that a test does not wait for them. */
export const QUICK: LookupTimes = { everyMs: 200, againMs: 50, staleMs: 5000 };

/** A relay in the process of the test, and its log. */
export interface RoomRelay {
  readonly relay: MadeRelay;
  /** Every log line so far that names this event. */
  logged(event: string): Record<string, unknown>[];
  /** Everything logged so far, as text. */
  log(): string;
  stop(): Promise<void>;
}

/** The `metastudio` block that fits a simulator; its keys are given as `${AK}` and `${SK}`. */
export function projectOf({ url, settings }: Simulator): Record<string, unknown> {
  return {
    endpoint: url,
    projectId: settings.projectId,
    auth: { type: 'aksk', accessKey: settings.accessKey, secretKey: settings.secretKey },
    reportsPerSecond: 0,
  };
}

/** A bridge from a simulator's generic chat room to a target. */
export function bridgeTo(simulator: Simulator, room: string, target: object, more = {}): object {
  return {
    name: room,
    source: genericChat(simulator, room),
    target,
    ...more,
  };
}

/** Starts a relay from a file, as `live-relay start` does, but without HTTP. */
export async function startRoomRelay(
  redis: RedisServer,
  blocks: object,
  lookupTimes: LookupTimes = QUICK,
): Promise<RoomRelay> {
  const text = stringify({ redis: { prefix: uniquePrefix().replace(':', '-') }, ...blocks });
  const environment = { REDIS_URL: redis.url };
  const file = new ConfigFile(text, environment);
  const lines: string[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const log = new RelayLog(createLogger({ level: 'debug', destination, pretty: false }));
  const relay = await MadeRelay.of({
    config: file.config,
    store: file.store,
    sources: SOURCES,
    environment,
    metrics: new RelayMetrics(),
    log,
    lookupTimes,
  });
  await relay.start();
  return {
    relay,
    logged: (event) =>
      lines
        .map((line) => JSON.parse(line) as Record<string, unknown>)
        .filter((line) => line['event'] === event),
    log: () => lines.join(''),
    stop: async () => {
      await relay.stop();
      file.remove();
    },
  };
}
