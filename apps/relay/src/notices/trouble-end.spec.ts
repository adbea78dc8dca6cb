import type { NoticeKind } from '#config';
import type { BridgeStatus, RelayStatus, TargetStatus } from '../status/relay-status.js';
import { endOf } from './trouble-end.js';
import type { TroubleEnd } from './trouble.js';

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
  liveJob: 'job',
  control: { revision: 0, state: 'running' },
};

interface Now {
  readonly bridge?: Partial<BridgeStatus>;
  readonly target?: Partial<TargetStatus>;
  readonly bridges?: readonly string[];
  /** The trouble that what it was about has now. */
  readonly has?: NoticeKind;
  readonly otherHas?: NoticeKind;
  /** Whether it has the trouble that it had, but for its room, which is not live. */
  readonly isNotLive?: boolean;
}

function endNow(kind: NoticeKind, now: Now): TroubleEnd {
  const status: RelayStatus = {
    at: 0,
    totals: TOTALS,
    processes: [],
    missingRoles: [],
    bridges: [{ ...BRIDGE, ...now.bridge }],
    targets: [{ ...TARGET, ...now.target }],
  };
  const isOfBridge = /^(?:source-|shedding|redundancy-)/u.test(kind);
  const about = isOfBridge ? 'shop' : 'default/room';
  const troubles = [
    ...(now.has === undefined ? [] : [{ kind: now.has, about }]),
    ...(now.otherHas === undefined ? [] : [{ kind: now.otherHas, about: 'other' }]),
  ];
  const notLive = new Set(now.isNotLive === true ? [about] : []);
  const bridges = new Set(now.bridges ?? ['shop']);
  return endOf({ kind, about }, { status, troubles, bridges, notLive });
}

describe('endOf', () => {
  it.each<[string, NoticeKind, TroubleEnd, Now]>([
    ['a lost source that is connected', 'source-lost', 'mended', {}],
    ['a deaf source that hears', 'source-deaf', 'mended', {}],
    [
      'a lost source beside another that is lost',
      'source-lost',
      'mended',
      { otherHas: 'source-lost' },
    ],
    ['a source that is pushed to again', 'source-lost', 'mended', { bridge: { source: 'pushed' } }],
    ['a lost source that is deaf now', 'source-lost', 'open', { has: 'source-deaf' }],
    ['a deaf source that is lost now', 'source-deaf', 'open', { has: 'source-lost' }],
    ['a lost source that sheds now', 'source-lost', 'mended', { has: 'shedding' }],
    ['the source of a removed bridge', 'source-lost', 'moot', { bridges: [] }],
    [
      'a source that is away, which is no trouble any more',
      'source-lost',
      'moot',
      { bridge: { source: 'backoff' } },
    ],
    ['a source that rests', 'source-lost', 'moot', { bridge: { source: 'idle' } }],
    [
      'a source that waits for its turn to connect',
      'source-lost',
      'open',
      { bridge: { source: 'connecting' } },
    ],
    [
      'a lost source that is connected, and heard nothing yet',
      'source-lost',
      'mended',
      { bridge: { source: 'unheard' } },
    ],
    [
      'a deaf source that is connected anew, and heard nothing yet',
      'source-deaf',
      'open',
      { bridge: { source: 'unheard' } },
    ],
    [
      'a bridge whose two connections are there',
      'redundancy-lost',
      'mended',
      { bridge: { second: { source: 'ready' } } },
    ],
    [
      'a bridge that nobody hears now',
      'redundancy-lost',
      'open',
      { has: 'source-lost', bridge: { source: 'backoff', second: { source: 'backoff' } } },
    ],
    [
      'a bridge of a collector that is alone now',
      'redundancy-lost',
      'open',
      { bridge: { second: { source: 'alone' } } },
    ],
    [
      'a lost source whose second connection is there now',
      'source-lost',
      'open',
      { has: 'redundancy-lost', bridge: { source: 'backoff', second: { source: 'ready' } } },
    ],
    [
      'a bridge whose room rests',
      'redundancy-lost',
      'moot',
      { bridge: { source: 'idle', second: { source: 'backoff' } } },
    ],
    ['a bridge that one collector is to hold', 'redundancy-lost', 'moot', {}],
    ['failing reports that are taken', 'reports-failing', 'mended', {}],
    [
      'failing reports of a target that is paused',
      'reports-failing',
      'open',
      { has: 'target-paused' },
    ],
    ['a paused target that goes on', 'target-paused', 'mended', {}],
    ['a paused target that fails now', 'target-paused', 'open', { has: 'reports-failing' }],
    [
      'a target that an operator paused meanwhile',
      'target-paused',
      'moot',
      { target: { control: { revision: 1, state: 'paused' } } },
    ],
    [
      'a target that failed until the next live job began',
      'reports-failing',
      'moot',
      { target: { liveJob: undefined } },
    ],
    ['a target whose live job is over', 'reports-failing', 'moot', { target: { state: 'no-job' } }],
    [
      'a target that failed until its live job was over',
      'reports-failing',
      'moot',
      { target: { state: 'no-job', failures: 3 } },
    ],
    [
      'a target of which all that failed has expired',
      'reports-failing',
      'open',
      { target: { failures: 3 } },
    ],
    [
      'a target of which all that failed has expired, and then its live job was over',
      'reports-failing',
      'moot',
      { target: { failures: 3 }, isNotLive: true },
    ],
    ['a target whose room is gone', 'reports-failing', 'moot', { target: { state: 'no-room' } }],
    ['a target that is gone', 'target-paused', 'moot', { target: { target: 'default/other' } }],
    ['a buffer that sheds nothing', 'shedding', 'mended', {}],
    ['a role that runs', 'role-missing', 'mended', {}],
  ])('finds the trouble of %s: %s is %s', (_, kind, end, now) => {
    expect(endNow(kind, now)).toBe(end);
  });
});
