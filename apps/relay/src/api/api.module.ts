import { Module, type DynamicModule, type Type } from '@nestjs/common';
import type { BufferRedis } from '#event-buffer';
import type { RelayLog } from '#telemetry';
import type { StatusReader } from '../console/status-reader.js';
import { Sessions } from '../console/access/sessions.js';
import { AuditTrail } from './audit-trail.js';
import { EventStreams } from './events/event-streams.js';
import { EventsController } from './events/events.controller.js';
import { SessionController } from './session.controller.js';

/** What the API works with: the installation's Redis, and the parts of this process. */
export interface ApiParts {
  readonly redis: BufferRedis;
  /** Every key begins with it. */
  readonly prefix: string;
  readonly sessions: Sessions;
  readonly statusReader: StatusReader;
  readonly log: RelayLog;
}

/** The routes of the management API, which the console role serves. */
export const API_CONTROLLERS: readonly Type[] = [SessionController, EventsController];

export function apiModule({ redis, prefix, sessions, statusReader, log }: ApiParts): DynamicModule {
  return {
    module: ApiModule,
    controllers: [...API_CONTROLLERS],
    providers: [
      { provide: Sessions, useValue: sessions },
      { provide: AuditTrail, useValue: new AuditTrail(redis, prefix, log) },
      { provide: EventStreams, useValue: new EventStreams(statusReader, sessions, log) },
    ],
  };
}

@Module({})
class ApiModule {}
