import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { StatusController } from '../console/status.controller.js';
import { Sessions } from '../console/access/sessions.js';
import { AuditController } from './audit.controller.js';
import { AuditTrail } from './audit-trail.js';
import { Bridges } from './bridges/bridges.js';
import { BridgesController } from './bridges/bridges.controller.js';
import { ExchangeController } from './bridges/exchange.controller.js';
import { ApiDocument } from './docs/api-document.js';
import { DocsController } from './docs/docs.controller.js';
import { EventStreams } from './events/event-streams.js';
import { EventsController } from './events/events.controller.js';
import { Letters } from './letters/letters.js';
import { LettersController } from './letters/letters.controller.js';
import { Listings } from './metastudio/listings.js';
import { ListingsController } from './metastudio/listings.controller.js';
import { Idempotency } from './requests/idempotency.js';
import { SessionController } from './session.controller.js';
import { Targets } from './targets/targets.js';
import { TargetsController } from './targets/targets.controller.js';

/** What the routes of the API work with. */
export interface ApiParts {
  readonly sessions: Sessions;
  readonly audit: AuditTrail;
  readonly streams: EventStreams;
  readonly targets: Targets;
  readonly letters: Letters;
  readonly listings: Listings;
  readonly bridges: Bridges;
  readonly idempotency: Idempotency;
}

/** The routes of the management API, which the console role serves. */
export const API_CONTROLLERS: readonly Type[] = [
  SessionController,
  EventsController,
  // Before routes that take any name of a bridge.
  ExchangeController,
  BridgesController,
  TargetsController,
  LettersController,
  ListingsController,
  AuditController,
  DocsController,
];

export function apiModule(parts: ApiParts): DynamicModule {
  return {
    module: ApiModule,
    controllers: [...API_CONTROLLERS],
    providers: [
      {
        provide: ApiDocument,
        useValue: new ApiDocument([StatusController, ...API_CONTROLLERS]),
      },
      { provide: Sessions, useValue: parts.sessions },
      { provide: AuditTrail, useValue: parts.audit },
      { provide: EventStreams, useValue: parts.streams },
      { provide: Targets, useValue: parts.targets },
      { provide: Letters, useValue: parts.letters },
      { provide: Listings, useValue: parts.listings },
      { provide: Bridges, useValue: parts.bridges },
      { provide: Idempotency, useValue: parts.idempotency },
    ],
  };
}

@Module({})
class ApiModule {}
