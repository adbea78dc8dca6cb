import type { FilterConfig } from '#config';
import type { Appender } from '#event-buffer';
import type { StreakCounter } from '#source';
import type { IdScope } from '../../bridges/id-scope.js';
import type { BridgeChoice } from '../../choosing/choice-policies.js';
import type { WindowCloser } from '../../choosing/window-closer.js';
import type { KeptTrail } from '../../trail/collected-trail.js';
import type { TrailedBridge } from '../../trail/trailed-targets.js';
import type { CollectorListener } from '../collector-listener.js';
import type { SpillBudget } from '../../buffer/spill-budget.js';

/** The terms of a bridge as a collector needs them. */
export interface BridgeTerms {
  readonly name: string;
  /** The id of its target. */
  readonly target: string;
  /** Among what the ids of its messages are unique. */
  readonly idScope: IdScope;
  readonly filter: FilterConfig;
  readonly maxTextLength: number;
  /** How its events are chosen; absent: all are reported. */
  readonly choice?: BridgeChoice | undefined;
  /** Its report terms, formatted for Redis; absent where they are the default. */
  readonly report?: string | undefined;
  /** Which of two copies it is, where two collectors hold its source. */
  readonly copy?: 'first' | 'second' | undefined;
  /** Counts the gift streaks of its source; absent where there are none. */
  readonly streaks?: StreakCounter | undefined;
}

export interface BridgeParts {
  readonly appender: Pick<Appender, 'append' | 'streaksOf' | 'takeStreakTurn' | 'endStreakTurn'>;
  readonly budget: SpillBudget;
  /** The time of day that all processes share, in ms; absent where no other counts the same streaks. */
  readonly sharedNow?: (() => number) | undefined;
  /** The salt of this relay's id hashes. */
  readonly salt: string;
  readonly listener: CollectorListener;
  /** Ends the windows of events that wait to be chosen. */
  readonly closer?: Pick<WindowCloser, 'expect'> | undefined;
  /** Records what becomes of single events; absent where no trail is kept. */
  readonly trailOf?: ((bridge: TrailedBridge) => KeptTrail | undefined) | undefined;
}
