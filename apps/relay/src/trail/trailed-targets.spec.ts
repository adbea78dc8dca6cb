import { TrailedTargets, type TrailedBridge } from './trailed-targets.js';

const chooses = { target: 'a', name: 'a', choice: {} };
const plain = { target: 'b', name: 'b' };

function has(targets: TrailedTargets, bridge: TrailedBridge): boolean {
  return targets.take(bridge) !== undefined;
}

describe('the targets of which a trail is kept', () => {
  it('with on: are all targets; with off: none', () => {
    for (const bridge of [chooses, plain]) {
      expect(new TrailedTargets('on', false).take(bridge)).toBeDefined();
      expect(new TrailedTargets('off', true).take(bridge)).toBeUndefined();
    }
  });

  it('with auto: are those that choose, and up to a hundred others if the process shows events', () => {
    const unseen = new TrailedTargets('auto', false);
    expect([has(unseen, chooses), has(unseen, plain)]).toEqual([true, false]);
    const shown = new TrailedTargets('auto', true);
    const kept = Array.from({ length: 150 }, (_, i) =>
      has(shown, { target: `room-${i}`, name: `room-${i}` }),
    );
    expect(kept.filter(Boolean)).toHaveLength(100);
    expect(has(shown, { target: 'room-0', name: 'another' })).toBe(true);
    expect([has(shown, chooses), has(shown, plain)]).toEqual([true, false]);
  });

  it('with auto: make room for others once all of their bridges have gone', () => {
    const targets = new TrailedTargets('auto', true);
    for (let i = 0; i < 99; i++) targets.take({ target: `room-${i}`, name: `room-${i}` });
    const leave = targets.take(plain)!;
    const leaveToo = targets.take({ ...plain, name: 'second' })!;
    const next = { target: 'next', name: 'next' };
    leave();
    expect(targets.take(next)).toBeUndefined();
    leaveToo();
    expect(targets.take(next)).toBeDefined();
    expect(targets.take(plain)).toBeUndefined();
  });
});
