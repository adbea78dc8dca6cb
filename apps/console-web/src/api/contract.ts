// The types of the relay's API, imported from the relay itself. Types only: no code of the relay
// may get into the page.
export type {
  BridgeStatus,
  LedgerTotals,
  RelayStatus,
  TargetStatus,
} from '../../../relay/src/status/relay-status.js';
export type { StatusChange } from '../../../relay/src/api/events/row-feed.js';
export type { BridgeView } from '../../../relay/src/bridges/managed/managed.js';
export type { SessionAnswer } from '../../../relay/src/api/session.controller.js';
export type { TargetView } from '../../../relay/src/api/targets/targets.js';
export type { RecentReport } from '../../../relay/src/reporter/run/recent-reports.js';
export type { AnswersWaiting } from '../../../relay/src/takeover/takeover.js';
export type { LetterWords } from '../../../relay/src/dead-letters/letter-json.js';
export type { ToldEvent } from '../../../relay/src/trail/trail-reader.js';
export type { TrailAnswer } from '../../../relay/src/api/trail/trail.controller.js';
export type { WhatIfAnswer } from '../../../relay/src/api/what-if/what-if.js';
export type {
  PlatformNameView,
  SourceTypeView,
} from '../../../relay/src/api/bridges/exchange.controller.js';
export type { Words } from '#platforms';
export type { Trial } from '../../../relay/src/api/bridges/source-trial.js';
export type { ShownRoom } from '../../../relay/src/projects/rooms/shown-listing.js';
export type { DropKind } from '#live-event';
export type { JsonSchema } from '#options';
export type { ProblemKind } from '../../../relay/src/console/problems/problem.js';
