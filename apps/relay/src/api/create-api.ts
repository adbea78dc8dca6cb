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
import { API_CONTROLLERS, apiModule } from './api.module.js';

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
}

/** The API of a process: all of it with the console role, `/api/status` alone without. */
export function createApi({ relay, config, log, slots }: ApiSetting): Api {
  const tokens = new Tokens(config.process);
  const { redis } = relay;
  const { prefix } = config.redis;
  const sessions = new Sessions(redis, prefix, tokens);
  const door = new ApiDoor({ tokens, sessions, slots, log }).handle;
  if (!config.process.roles.has('console')) return { tokens, door };
  const statusReader = new LedgerStatusReader(relay.ledger);
  const module = apiModule({ redis, prefix, sessions, statusReader, log });
  return { tokens, door, api: { module, controllers: API_CONTROLLERS } };
}
