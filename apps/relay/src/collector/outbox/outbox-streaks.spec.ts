import type { Append, AppendOutcome, NewEntry } from '#event-buffer';
import { Outbox } from './outbox.js';
import { SpillBudget } from '../../buffer/spill-budget.js';

function nothing(): void {}

/** An outbox whose appends are answered by hand. */
function setUp() {
  const asked: Append[] = [];
  let answer!: (outcome: AppendOutcome) => void;
  const buffer = {
    append: async (append: Append): Promise<AppendOutcome> => {
      asked.push(append);
      return new Promise((resolve) => (answer = resolve));
    },
  };
  const owner = { appended: nothing, failed: nothing, gaveUp: nothing, refused: nothing };
  const bridge = { name: 'bridge', target: 'target' };
  const outbox = new Outbox(buffer, bridge, owner, new SpillBudget(1e6));
  outbox.held(1);
  const answered = async (kind: 'appended' | 'stale' = 'appended'): Promise<void> => {
    const appended = {
      kind: 'appended',
      depthBefore: 0,
      depthAfter: 1,
      isParked: false,
      isRaised: false,
      dropped: new Map(),
    };
    answer((kind === 'stale' ? { kind } : appended) as AppendOutcome);
    await new Promise(setImmediate);
  };
  return { outbox, asked, answered };
}

function entry(): NewEntry {
  const [header, ids] = [Buffer.alloc(18), Buffer.alloc(8)];
  return { count: 1, header, fragments: Buffer.from('{},'), ids };
}

describe('what an outbox notes of gift streaks', () => {
  it('a streak note goes with the events that it counts, never earlier, and in order', async () => {
    const { outbox, asked, answered } = setUp();
    outbox.add(entry(), 0, undefined, ['a', '1@0']);
    outbox.flush();
    outbox.add(entry(), 0, undefined, ['a', '2@0']);
    outbox.add(entry(), 0, undefined, ['a', '2!@0']);
    expect(outbox.takesNotes).toBe(false);
    expect(asked.map(({ streaks }) => streaks)).toEqual([['a', '1@0']]);
    await answered();
    expect(asked[1]!.streaks).toEqual(['a', '2@0', 'a', '2!@0']);
    expect(asked[1]!.entries).toHaveLength(2);
  });

  it('a streak note goes alone where no event is left to go with it', async () => {
    const { outbox, asked, answered } = setUp();
    outbox.note(['a', '3!@0']);
    expect(outbox.isEmpty).toBe(false);
    outbox.flush();
    expect(asked).toMatchObject([{ entries: [], streaks: ['a', '3!@0'], number: 1 }]);
    await answered();
    expect(outbox.isEmpty).toBe(true);
  });

  it('a streak note is dropped once the bridge is lost: the next holder counts on from Redis', async () => {
    const { outbox, asked, answered } = setUp();
    outbox.add(entry(), 0);
    outbox.flush();
    outbox.note(['a', '1@0']);
    outbox.lost();
    await answered();
    outbox.held(2);
    outbox.add(entry(), 0);
    outbox.flush();
    expect(asked.map(({ streaks }) => streaks).flat()).toEqual([]);
  });
});
