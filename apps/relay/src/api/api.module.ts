import { Module, type Type } from '@nestjs/common';
import type { TargetConfig } from '#config';
import { BufferKeys, LedgerReader, ReportQueue, TargetTable } from '#event-buffer';
import { BridgeCatalogue } from '../bridges/bridge-catalogue.js';
import { BridgesModule } from '../bridges/bridges.module.js';
import { ManagedBridges } from '../bridges/managed/managed-bridges.js';
import { loadSalt } from '../buffer/load-salt.js';
import { RelayRedis } from '../buffer/relay-redis.js';
import { AccessModule } from '../console/access/access.module.js';
import { Sessions } from '../console/access/sessions.js';
import { StatusController } from './status.controller.js';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { NoQueryInterceptor } from './requests/no-query.interceptor.js';
import { GuardedNetwork } from '../network/guarded-network.js';
import { SourceNetwork } from '../network/source-network.js';
import { QuietAccesses } from '../projects/access/quiet-accesses.js';
import { ReportUrlVault } from '../projects/report-url-vault.js';
import { provide } from '../provide.js';
import { RoomRules } from '../projects/rooms/room-rules.js';
import { RelayParts } from '../relay-parts.js';
import { LedgerStatusReader } from '../status/ledger-status.reader.js';
import { Takeover } from '../takeover/takeover.js';
import { takeoverTermsOf } from '../takeover/takeover-terms.js';
import { ShownWords } from '../trail/shown-words.js';
import { Trails } from '../trail/trails.js';
import { AuditController } from './audit.controller.js';
import { AuditTrail } from './audit-trail.js';
import { Bridges } from './bridges/bridges.js';
import { BridgesController } from './bridges/bridges.controller.js';
import { ExchangeController } from './bridges/exchange.controller.js';
import { SourceTrials } from './bridges/source-trials.js';
import { TestEvents } from './bridges/test-events.js';
import { TestEventsController } from './bridges/test-events.controller.js';
import { ApiDocument } from './docs/api-document.js';
import { DocsController } from './docs/docs.controller.js';
import { EventStreams } from './events/event-streams.js';
import { EventsController } from './events/events.controller.js';
import { Letters } from './letters/letters.js';
import { LettersController } from './letters/letters.controller.js';
import { Listings } from './metastudio/listings.js';
import { ListingsController } from './metastudio/listings.controller.js';
import { AskedAtOnce } from './requests/asked-at-once.js';
import { Idempotency } from './requests/idempotency.js';
import { SettingsController } from './settings/settings.controller.js';
import { Settings, settingsOf } from './settings/settings.js';
import { SessionController } from './session.controller.js';
import { SessionLinksController } from './session-links.controller.js';
import { TrailController } from './trail/trail.controller.js';
import { TakeoverController } from './targets/takeover.controller.js';
import { WhatIf } from './what-if/what-if.js';
import { WhatIfController } from './what-if/what-if.controller.js';
import { Targets } from './targets/targets.js';
import { TargetsController } from './targets/targets.controller.js';

/** The routes of the management API, which the console role serves. */
export const API_CONTROLLERS: readonly Type[] = [
  SessionController,
  SessionLinksController,
  EventsController,
  // First: other routes take any word in its place for a bridge's name.
  ExchangeController,
  WhatIfController,
  BridgesController,
  TestEventsController,
  TargetsController,
  TakeoverController,
  LettersController,
  ListingsController,
  TrailController,
  AuditController,
  SettingsController,
  DocsController,
];

/** The management API. */
@Module({
  imports: [AccessModule, BridgesModule],
  controllers: [...API_CONTROLLERS],
  providers: [
    { provide: APP_INTERCEPTOR, useClass: NoQueryInterceptor },
    provide(ApiDocument, [], () => new ApiDocument([StatusController, ...API_CONTROLLERS])),
    provide(
      LedgerStatusReader,
      [LedgerReader, BridgeCatalogue],
      (ledger, catalogue) => new LedgerStatusReader(ledger, () => catalogue.known),
    ),
    provide(
      AuditTrail,
      [RelayParts, RelayRedis, BufferKeys],
      ({ log }, { small }, keys) => new AuditTrail(small, keys, log),
    ),
    provide(
      EventStreams,
      [LedgerReader, ManagedBridges, Sessions, RelayParts],
      (ledger, bridges, sessions, { log }) =>
        new EventStreams({ ledger, shown: () => bridges.known() }, sessions, log),
    ),
    provide(
      Targets,
      [RelayRedis, BufferKeys, ReportQueue, LedgerReader, LedgerStatusReader, BridgeCatalogue],
      ({ small: redis }, keys, queue, ledger, status, catalogue) => {
        const bridges = () => catalogue.known;
        return new Targets({ redis, keys, queue, ledger, status, bridges });
      },
    ),
    provide(
      Letters,
      [RelayParts, RelayRedis, BufferKeys, ReportQueue, LedgerReader],
      ({ config }, { small: redis }, keys, queue, ledger) =>
        new Letters({ redis, keys, queue, ledger, maxEvents: config.buffer.maxEvents }),
    ),
    provide(
      Trails,
      [RelayParts, RelayRedis, BufferKeys, LedgerReader, QuietAccesses, BridgeCatalogue],
      ({ config }, { small: redis }, keys, ledger, accesses, catalogue) => {
        const { stateKey } = config.process;
        const rules = new RoomRules({
          accessOf: (project) => accesses.of(project),
          appUserOf: (target) => takeoverTermsOf(target, targetsOf(catalogue)).appUserId,
        });
        return new Trails({ redis, keys, ledger, config: config.trail, stateKey, rules });
      },
    ),
    provide(AskedAtOnce, [], () => new AskedAtOnce()),
    provide(ShownWords, [RelayParts], ({ config }) => ({ areShown: config.console.showEvents })),
    provide(
      QuietAccesses,
      [RelayParts],
      ({ config }) => new QuietAccesses(config.projects, config.process.proxy),
    ),
    provide(
      Listings,
      [RelayParts, QuietAccesses, AskedAtOnce],
      ({ config }, accesses, asked) => new Listings(config.projects, accesses, asked),
    ),
    provide(
      Takeover,
      [QuietAccesses, BridgeCatalogue, TargetTable],
      (accesses, catalogue, targets) => {
        return new Takeover({
          accessOf: (project) => accesses.of(project),
          termsOf: (target) => takeoverTermsOf(target, targetsOf(catalogue)),
          targets,
        });
      },
    ),
    provide(
      Bridges,
      [RelayParts, ManagedBridges, BridgeCatalogue, SourceNetwork, GuardedNetwork, ShownWords],
      ({ sources }, admin, catalogue, network, guarded, words) => ({
        admin,
        sources,
        trials: new SourceTrials({ sources, network, guarded, words }),
        configOf: (name: string) => catalogue.bridges.get(name)?.config,
      }),
    ),
    provide(
      WhatIf,
      [RelayParts, Bridges, BridgeCatalogue, Trails, ShownWords],
      ({ config: { projects }, sources, environment }, bridges, catalogue, trails, words) => {
        const configs = () => [...catalogue.bridges.values()].map(({ config }) => config);
        return new WhatIf({
          bridges,
          configs,
          trails,
          words,
          context: { projects, sources, environment },
        });
      },
    ),
    provide(
      TestEvents,
      [RelayParts, RelayRedis, BufferKeys, ReportQueue],
      ({ config }, { small: redis }, keys, queue) => {
        const vault = new ReportUrlVault(config.process.stateKey);
        const salt = async (signal: AbortSignal) => loadSalt(redis, keys, signal, () => {});
        const trail = { config: config.trail, stateKey: config.process.stateKey };
        return new TestEvents({ redis, keys, queue, vault, buffer: config.buffer, salt, trail });
      },
    ),
    provide(Settings, [RelayParts], ({ config }) => ({ shown: settingsOf(config) })),
    provide(
      Idempotency,
      [RelayRedis, BufferKeys],
      ({ small }, keys) => new Idempotency(small, keys),
    ),
  ],
})
export class ApiModule {}

function targetsOf({ bridges }: BridgeCatalogue): readonly TargetConfig[] {
  return [...bridges.values()].map(({ config }) => config.target);
}
