import type { FilterConfig } from '#config';
import type { Appender } from '#event-buffer';
import type { StreakCounter } from '#source';
import type { BridgeChoice } from '../../choosing/choice-policies.js';
import type { WindowCloser } from '../../choosing/window-closer.js';
import type { BridgeTrail } from '../../trail/trail-writer.js';
import type { CollectorListener } from '../collector-listener.js';
import type { SpillBudget } from '../../buffer/spill-budget.js';

/** What a collector knows of one bridge. */
export interface BridgeTerms {
  readonly name: string;
  /** The id of its target. */
  readonly target: string;
  /** Keeps the message ids of different platforms apart. */
  readonly idScope: string;
  readonly filter: FilterConfig;
  readonly maxTextLength: number;
  /** By what its events are chosen; absent: all are reported. */
  readonly choice?: BridgeChoice | undefined;
  /** What it asks of whoever reports its events; absent where it says nothing new. */
  readonly report?: string | undefined;
  /** Counts the gift streaks of its source; absent where there are none. */
  readonly streaks?: StreakCounter | undefined;
}

export interface BridgeParts {
  readonly appender: Pick<Appender, 'append' | 'streaksOf' | 'areStreaksOfOthers'>;
  readonly budget: SpillBudget;
  /** The salt of this relay's id hashes. */
  readonly salt: string;
  readonly listener: CollectorListener;
  /** Ends the windows of what waits to be chosen. */
  readonly closer?: Pick<WindowCloser, 'expect'> | undefined;
  /** Tells what becomes of single events; absent where nobody wants to know. */
  readonly trailOf?: ((terms: BridgeTerms) => BridgeTrail | undefined) | undefined;
}
