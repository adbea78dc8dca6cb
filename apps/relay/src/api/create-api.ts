import type { RelayConfig } from '#config';
import type { RelayLog } from '#telemetry';
import { ApiDoor } from '../console/access/api-door.js';
import { Sessions } from '../console/access/sessions.js';
import { Tokens } from '../console/access/tokens.js';
import type { ConsoleOptions } from '../console/console.module.js';
import type { PortSlots } from '../console/port-slots.js';
import type { Middleware } from '../console/http-app.js';
import type { Relay } from '../service/relay.js';
import { LedgerStatusReader } from '../status/ledger-status.reader.js';
import { targetOf } from '../bridges/target-of.js';
import { API_CONTROLLERS, apiModule, type ApiParts } from './api.module.js';
import { AuditTrail } from './audit-trail.js';
import { EventStreams } from './events/event-streams.js';
import { Letters } from './letters/letters.js';
import { Listings } from './metastudio/listings.js';
import { SourceTrials } from './bridges/source-trials.js';
import type { Sources } from './bridges/bridges.js';
import { Idempotency } from './requests/idempotency.js';
import { SourceNetwork } from '../network/source-network.js';
import { Targets } from './targets/targets.js';

/** What the HTTP of a process has below `/api`. */
export interface Api extends Pick<ConsoleOptions, 'tokens' | 'api'> {
  /** Stands before it. */
  readonly door: Middleware;
}

/** The process that an API is part of. */
export interface ApiSetting {
  readonly relay: Relay;
  readonly config: RelayConfig;
  readonly log: RelayLog;
  readonly slots: PortSlots;
  /** The source types, all loaded. */
  readonly sources: Sources;
}

/** The API of a process: all of it with the console role, `/api/status` alone without. */
export function createApi({ relay, config, log, slots, sources }: ApiSetting): Api {
  const tokens = new Tokens(config.process);
  const { redis } = relay;
  const sessions = new Sessions(redis, config.redis.prefix, tokens);
  const door = new ApiDoor({ tokens, sessions, slots, log }).handle;
  if (!config.process.roles.has('console')) return { tokens, door };
  const module = apiModule(partsOf({ relay, config, log, sources, sessions }));
  return { tokens, door, api: { module, controllers: API_CONTROLLERS } };
}

function partsOf({ relay, config, log, sources, sessions }: PartsSetting): ApiParts {
  const { redis, keys, queue, ledger, catalogue } = relay;
  const status = new LedgerStatusReader(ledger);
  const store = { redis, keys, queue, ledger };
  const network = new SourceNetwork(config.process.proxy);
  const bridges = () => {
    return [...catalogue.bridges].map(
      ([
        name,
        {
          config: { target },
        },
      ]) => {
        return { name, target: targetOf(target) };
      },
    );
  };
  return {
    sessions,
    audit: new AuditTrail(redis, config.redis.prefix, log),
    streams: new EventStreams(status, sessions, log),
    targets: new Targets({ ...store, status, bridges }),
    letters: new Letters({ ...store, maxEvents: config.buffer.maxEvents }),
    bridges: {
      admin: relay.bridges,
      sources,
      trials: new SourceTrials({ sources, network, guarded: relay.guarded }),
      configOf: (name) => catalogue.bridges.get(name)?.config,
    },
    idempotency: new Idempotency(redis, config.redis.prefix),
    listings: new Listings(config.projects, config.process.proxy),
  };
}

interface PartsSetting extends Omit<ApiSetting, 'slots'> {
  readonly sessions: Sessions;
}
