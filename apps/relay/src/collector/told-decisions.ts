import { eventKey, type ChoosingLane } from '#event-buffer';
import type { Decision } from '../choosing/choose-window.js';
import type { WindowCloserListener } from '../choosing/window-closer.js';
import type { CollectorListener } from './collector-listener.js';
import type { TrailRecord } from '../trail/trail-record.js';
import type { TrailWriter } from '../trail/trail-writer.js';

type Decided = NonNullable<WindowCloserListener['decided']>;
type ChoseRow = Extract<TrailRecord, { k: 'chose' }>['rows'][number];

/** Passes decisions on windows on to a collector's listener. */
export function choosingListener(
  listener: CollectorListener,
  {
    decided,
    unreadable,
  }: Pick<WindowCloserListener, 'unreadable'> & { decided?: Decided | undefined },
): WindowCloserListener {
  return {
    dropped: (bridge, reason, count) => listener.dropped(bridge, reason, count),
    unreadable,
    failed: (error) => listener.failed(error),
    ...(decided !== undefined && { decided }),
  };
}

/** Records decisions on windows in the trail. */
export function tellingDecisions(writer: TrailWriter): Decided {
  return (target: string, _lane: ChoosingLane, decisions: readonly Decision[]) => {
    const at = Date.now();
    for (let from = 0; from < decisions.length; from += ROWS_MAX) {
      const rows = decisions.slice(from, from + ROWS_MAX).map(rowOf);
      writer.add(target, { k: 'chose', at, rows });
    }
  };
}

const ROWS_MAX = 500;

function rowOf({ event, verdict, reported }: Decision): ChoseRow {
  switch (verdict.kind) {
    case 'chosen': {
      const isOther = reported !== undefined && reported.fragment !== event.fragment;
      return [event.key, 'chosen', isOther ? eventKey(reported.fragment) : '', verdict.asked];
    }
    case 'not_chosen':
      return [event.key, 'not_chosen', verdict.over ?? '', 0];
    case 'asked_before':
      return [event.key, 'asked_before', verdict.of, 0];
    case 'joined':
      return [event.key, 'streak_joined', verdict.of, 0];
    case 'greeted':
    case 'gift_small':
      return [event.key, verdict.kind, '', 0];
  }
}
