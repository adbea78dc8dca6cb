import { TrailedTargets } from './trailed-targets.js';

const chooses = { target: 'a', name: 'a', choice: {} };
const plain = { target: 'b', name: 'b' };

describe('the targets of which a trail is kept', () => {
  it('with on: are all targets; with off: none', () => {
    for (const bridge of [chooses, plain]) {
      expect(new TrailedTargets('on', false).has(bridge)).toBe(true);
      expect(new TrailedTargets('off', true).has(bridge)).toBe(false);
    }
  });

  it('with auto: are those that choose, and up to a hundred others if the process shows events', () => {
    const unseen = new TrailedTargets('auto', false);
    expect([unseen.has(chooses), unseen.has(plain)]).toEqual([true, false]);
    const shown = new TrailedTargets('auto', true);
    const kept = Array.from({ length: 150 }, (_, i) =>
      shown.has({ target: `room-${i}`, name: `room-${i}` }),
    );
    expect(kept.filter(Boolean)).toHaveLength(100);
    expect(shown.has({ target: 'room-0', name: 'another' })).toBe(true);
    expect([shown.has(chooses), shown.has(plain)]).toEqual([true, false]);
  });
});
