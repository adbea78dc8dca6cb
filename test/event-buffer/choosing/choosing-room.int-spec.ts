import { ChoosingRoom, ChunkBuilder, IdHasher, writeStanding, type Candidate } from '#event-buffer';
import { eventually } from '../../support/eventually.js';
import { BufferRig, event, TARGET } from '../support/buffer-rig.js';

const HASHER = new IdHasher('salt', 'test');
const STANDING = writeStanding({ score: 1, user: 'viewer-1', meaning: { signs: [], strict: 0 } });

/** Lets all of these through. */
function choiceOf(events: readonly Candidate[]) {
  const rest = { remember: [], greeted: [], show: '', scope: '' };
  return { at: 1, taken: events, chosen: events, dropped: new Map(), ...rest };
}

describe('events that wait to be chosen', () => {
  let rig: BufferRig;
  let room: ChoosingRoom;
  beforeEach(async () => {
    rig = await BufferRig.open();
    room = new ChoosingRoom(rig.redis, rig.keys);
  });
  afterEach(() => rig.close());

  async function append(...texts: string[]): Promise<void> {
    for (const text of texts) {
      const chunk = new ChunkBuilder('main', HASHER, 'comments');
      chunk.add(event('comment', text), Date.now(), STANDING);
      await rig.append([], { entries: [chunk.take()] });
    }
  }

  async function waiting(count: number): Promise<readonly Candidate[]> {
    return eventually(async () => {
      const { events } = await room.look(TARGET, 'comments', 1);
      return events.length === count ? events : undefined;
    }, 'they may be chosen among');
  }

  it('are let through once, though another process that knows fewer bridges was first with some', async () => {
    await append('a', 'b', 'c');
    const events = await waiting(3);
    expect(await room.commit(TARGET, 'comments', choiceOf(events.slice(1)))).toEqual({
      before: 0,
      after: 2,
    });
    expect(await room.commit(TARGET, 'comments', choiceOf(events))).toBeUndefined();
    expect(await waiting(1)).toMatchObject([{ entry: events[0]!.entry }]);
    expect(await rig.row()).toMatchObject({ received: 3, waiting: 3 });
    expect(await rig.reportAll()).toEqual(['b', 'c']);
  });
});
