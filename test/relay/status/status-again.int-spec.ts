import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { LedgerReader, ProcessRegistry, secondOf, type SourceNote } from '#event-buffer';
import { LedgerStatusReader } from '../../../apps/relay/src/status/ledger-status.reader.js';
import { BufferRig, comments } from '../../event-buffer/support/buffer-rig.js';

const BRIDGES = ['one', 'two', 'three'] as const;
const TARGETS = ['default/a', 'default/b'] as const;
const KNOWN = [
  { bridge: 'one', target: 'default/a', redundancy: 2 },
  { bridge: 'two', target: 'default/b', redundancy: 2 },
  { bridge: 'never', target: 'default/c' },
] as const;
const NOTES: readonly SourceNote[] = [
  { state: 'ready', since: 1 },
  { state: 'reconnecting', since: 2, reason: 'timeout' },
  {
    state: 'ready',
    since: 3,
    hearing: { state: 'deaf', deaf: 'silent', wayOut: 'look', frames: 1, notUnderstood: 1 },
  },
  { state: 'pushed', since: 4 },
];

let rig: BufferRig;

beforeEach(async () => {
  rig = await BufferRig.open();
});
afterEach(() => rig.close());

type Deed = (bridge: string, target: string, nth: number) => Promise<unknown>;

const DEEDS: Readonly<Record<string, Deed>> = {
  append: async (bridge, target) => rig.append(comments(1), { bridge, target }),
  report: async (_, target) => rig.reportAll(1000, target),
  pause: async (_, target, nth) => {
    const state = nth % 2 === 0 ? 'paused' : 'running';
    return rig.ledger.table.control(target, { state, revision: '*', by: 'test' });
  },
  'room missing': async (_, target, nth) => rig.ledger.noteRooms([target], nth % 2 === 0),
  'source says': async (bridge, _, nth) =>
    rig.ledger.noteSources(new Map([[bridge, NOTES[nth % NOTES.length]!]])),
  'source is heard': async (bridge, _, nth) =>
    rig.ledger.noteHeard(new Map([[bridge, { frameAt: nth + 1, eventAt: nth }]])),
  'source is forgotten': async (bridge) => rig.ledger.forgetSources([bridge]),
  'is held': async (bridge, _, nth) => {
    // In force, over, or for long enough that it does not end meanwhile.
    const ends = Date.now() + [600_000, -1000, 900_000][nth % 3]!;
    return rig.redis.hset(rig.keys.leases, bridge, `${nth}:${ends}:holder-${nth % 2}`);
  },
  'second says': async (bridge, _, nth) => {
    const note = { ...NOTES[nth % NOTES.length]!, holder: `holder-${nth % 2}` };
    return rig.ledger.noteSources(new Map([[secondOf(bridge), note]]));
  },
  'second is held': async (bridge, _, nth) => {
    const ends = Date.now() + (nth % 3 === 0 ? -1000 : 600_000);
    return rig.redis.hset(rig.keys.leases, secondOf(bridge), `${nth}:${ends}:holder-${nth % 2}`);
  },
  'second is heard': async (bridge, _, nth) =>
    rig.ledger.noteHeard(new Map([[secondOf(bridge), { frameAt: nth + 1, eventAt: nth }]])),
  'a collector comes or goes': async (bridge, _, nth) => {
    const registry = new ProcessRegistry(rig.redis, rig.keys);
    const note = { host: 'h', pid: 1, roles: ['collector'], since: 1, version: '1' } as const;
    return nth % 2 === 0 ? registry.withdraw(bridge) : registry.announce(bridge, note);
  },
  'is held by nobody': async (bridge) => rig.redis.hdel(rig.keys.leases, bridge),
  'a lane': async (_, __, nth) => {
    const ends = Date.now() + (nth % 2 === 0 ? 600_000 : -1000);
    return rig.redis.hset(rig.keys.leases, '~lane', `1:${ends}:pusher`);
  },
};

/** What changes with time alone is left out. */
function settled(text: string): unknown {
  return JSON.parse(text, (key, value: unknown) =>
    key === 'at' || key === 'oldestAgeMs' ? undefined : value,
  );
}

describe('a status that is read again', () => {
  it('equals a first reading, as JSON too, whatever changed', async () => {
    const deed = fc.tuple(
      fc.constantFrom(...Object.keys(DEEDS)),
      fc.constantFrom(...BRIDGES),
      fc.constantFrom(...TARGETS),
      fc.nat(5),
      fc.boolean(),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 1, maxLength: 20 }), async (deeds) => {
        const again = new LedgerStatusReader(rig.ledger, () => KNOWN);
        for (const [name, bridge, target, nth, looks] of deeds) {
          await DEEDS[name]!(bridge, target, nth);
          if (looks) await again.text();
        }
        const anew = new LedgerStatusReader(new LedgerReader(rig.redis, rig.keys), () => KNOWN);
        const truth = settled(JSON.stringify(await anew.read()));
        assert.deepEqual(settled(await again.text()), truth);
        assert.deepEqual(settled(JSON.stringify(await again.read())), truth);
      }),
      { numRuns: 60 },
    );
  });

  it('ages while events wait, though nothing is written', async () => {
    await rig.append(comments(1), { target: TARGETS[0] });
    const reader = new LedgerStatusReader(rig.ledger);
    const ageOf = async (): Promise<number> => (await reader.read()).targets[0]!.oldestAgeMs!;
    const before = await ageOf();
    const begun = await rig.ledger.now();
    while ((await rig.ledger.now()) <= begun + 1) await rig.redis.ping();
    expect(await ageOf()).toBeGreaterThan(before);
  });
});
