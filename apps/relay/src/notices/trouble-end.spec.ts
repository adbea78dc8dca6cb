import type { NoticeKind } from '#config';
import type { BridgeStatus, RelayStatus, TargetStatus } from '../status/relay-status.js';
import { endOf } from './trouble-end.js';
import { troublesOf } from './troubles-of.js';

const TOTALS = {
  received: 0,
  reported: 0,
  deadLettered: 0,
  waiting: 0,
  dropped: {},
  unaccounted: 0,
};
const BRIDGE: BridgeStatus = {
  ...TOTALS,
  bridge: 'shop',
  target: 'default/room',
  source: 'ready',
};
const TARGET: TargetStatus = {
  target: 'default/room',
  state: 'idle',
  waiting: 0,
  failures: 0,
  control: { revision: 0, state: 'running' },
};

interface Now {
  readonly bridge?: Partial<BridgeStatus>;
  readonly target?: Partial<TargetStatus>;
  readonly bridges?: readonly string[];
  /** Whether the room has a running job. */
  readonly isLive?: boolean;
}

function endNow(
  kind: NoticeKind,
  { bridge, target, bridges = ['shop'], isLive = true }: Now,
): string {
  const status: RelayStatus = {
    at: 0,
    totals: TOTALS,
    processes: [],
    missingRoles: [],
    bridges: [{ ...BRIDGE, ...bridge }],
    targets: [{ ...TARGET, ...target }],
  };
  const known = new Set(bridges);
  const all = troublesOf(status, undefined, known);
  const troubles = all.filter((one) => isLive || !one.kind.startsWith('source-'));
  const about = kind.startsWith('source-') || kind === 'shedding' ? 'shop' : 'default/room';
  return endOf({ kind, about }, { status, troubles, bridges: known });
}

const PAUSED = { state: 'paused', pausedReason: 'unauthorized', failures: 5 };

describe('endOf', () => {
  it.each<[string, NoticeKind, string, Now]>([
    ['its source is connected', 'source-lost', 'mended', {}],
    ['it hears', 'source-deaf', 'mended', {}],
    ['it is pushed to again', 'source-lost', 'mended', { bridge: { source: 'pushed' } }],
    ['it was connected, and is deaf', 'source-lost', 'open', { bridge: { source: 'deaf' } }],
    ['it was deaf, and is lost', 'source-deaf', 'open', { bridge: { source: 'backoff' } }],
    ['the bridge was removed', 'source-lost', 'moot', { bridges: [] }],
    [
      'the room has no job any more',
      'source-lost',
      'moot',
      { bridge: { source: 'backoff' }, isLive: false },
    ],
    [
      'the target has no job any more',
      'source-lost',
      'moot',
      { bridge: { source: 'backoff' }, target: { state: 'no-job' } },
    ],
    ['its source rests', 'source-lost', 'moot', { bridge: { source: 'idle' } }],
    ['reports are taken', 'reports-failing', 'mended', {}],
    ['they are not sent any more', 'reports-failing', 'open', { target: PAUSED }],
    ['the target goes on', 'target-paused', 'mended', {}],
    ['it goes on, and fails', 'target-paused', 'open', { target: { failures: 2 } }],
    [
      'somebody paused it, too',
      'target-paused',
      'moot',
      { target: { ...PAUSED, control: { revision: 1, state: 'paused' } } },
    ],
    ['the live stream is over', 'reports-failing', 'moot', { target: { state: 'no-job' } }],
    ['the target is gone', 'target-paused', 'moot', { target: { target: 'default/other' } }],
    ['nothing is shed', 'shedding', 'mended', {}],
    ['the role runs', 'role-missing', 'mended', {}],
  ])('%s: %s is %s', (_, kind, end, now) => {
    expect(endNow(kind, now)).toBe(end);
  });
});
