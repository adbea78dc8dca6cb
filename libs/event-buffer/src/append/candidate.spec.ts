import { candidatesOf, writeStanding } from './candidate.js';
import { ChunkBuilder } from './chunk.js';
import { readEntry } from './entry.js';
import { IdHasher } from './id-hash.js';

const NOW = 1_796_078_000_000;
const STANDING = { score: 5, user: 'user0001', meaning: { signs: [1, 2], strict: 3 } };

/** What is read of two comments that wait to be chosen, where the entry is cut off. */
function candidatesIn(cut: number) {
  const chunk = new ChunkBuilder('shop', new IdHasher('salt', 'x'), 'comments');
  const user = { userId: 'x_1', name: 'Ann', level: 0, badge: '', badgeLevel: 0 };
  for (const text of ['how much?', 'which size?']) {
    chunk.add({ type: 'comment', user, text }, NOW, writeStanding(STANDING));
  }
  const { header, fragments } = chunk.take();
  const left = fragments.subarray(0, fragments.length - cut);
  return candidatesOf(readEntry(`${NOW}-0`, header, left, 'comments')!, NOW);
}

describe('candidatesOf', () => {
  it('reads events and the facts for choosing as they were written', () => {
    const [first, second] = candidatesIn(0);
    expect(first).toMatchObject(STANDING);
    expect(second).toMatchObject(STANDING);
    expect(first!.fragment.toString()).toMatch(/^\{.*how much\?.*\},$/u);
  });

  it.each([1, 5, 26, 27, 60, 150, 400])(
    'has each event end as in a report, where the last %i bytes are gone',
    (cut) => {
      const events = candidatesIn(cut);
      expect(events).toHaveLength(2);
      expect(events.map(({ fragment }) => fragment.toString().at(-1))).toEqual([',', ',']);
    },
  );
});
