import {
  ChoosingRoom,
  ChunkBuilder,
  IdHasher,
  writeStanding,
  type Candidate,
  type ChoosingLane,
  type NewEntry,
} from '#event-buffer';
import type { EventType } from '#live-event';
import { eventually } from '../../support/eventually.js';
import { BufferRig, event, limitsOf, TARGET } from '../support/buffer-rig.js';

const HASHER = new IdHasher('salt', 'test');
const STANDING = writeStanding({ score: 1, user: 'viewer-1', meaning: { signs: [], strict: 0 } });

/** Lets all of these through. */
function choiceOf(events: readonly Candidate[]) {
  const rest = { remember: [], greeted: [], show: '', scope: '' };
  return { at: 1, taken: events, chosen: events, dropped: new Map(), ...rest };
}

function entryOf(
  texts: readonly string[],
  type: EventType = 'comment',
  lane: ChoosingLane = 'comments',
): NewEntry {
  const chunk = new ChunkBuilder('main', HASHER, lane);
  for (const text of texts) chunk.add(event(type, text), Date.now(), STANDING);
  return chunk.take();
}

const HUNDRED = Array.from({ length: 100 }, (_, i) => `c${i}`);

describe('events that wait to be chosen', () => {
  let rig: BufferRig;
  let room: ChoosingRoom;
  beforeEach(async () => {
    rig = await BufferRig.open();
    room = new ChoosingRoom(rig.redis, rig.keys);
  });
  afterEach(() => rig.close());

  async function append(...texts: string[]): Promise<void> {
    for (const text of texts) await rig.append([], { entries: [entryOf([text])] });
  }

  async function waiting(
    count: number,
    lane: ChoosingLane = 'comments',
  ): Promise<readonly Candidate[]> {
    return eventually(async () => {
      const { events } = await room.look(TARGET, lane, 1);
      return events.length === count ? events : undefined;
    }, 'they may be chosen among');
  }

  it('are let through once, though another process that knows fewer bridges was first with some', async () => {
    await append('a', 'b', 'c');
    const events = await waiting(3);
    expect(await room.commit(TARGET, 'comments', choiceOf(events.slice(1)))).toEqual({
      before: 0,
      after: 2,
      isRaised: false,
    });
    expect(await room.commit(TARGET, 'comments', choiceOf(events))).toBeUndefined();
    expect(await waiting(1)).toMatchObject([{ entry: events[0]!.entry }]);
    expect(await rig.row()).toMatchObject({ received: 3, waiting: 3 });
    expect(await rig.reportAll()).toEqual(['b', 'c']);
  });

  it('are counted beside the others, and as others once they are chosen', async () => {
    await rig.append([event('gift', 'Rose')]);
    await append('a', 'b', 'c');
    expect(await rig.ledger.table.depths(TARGET)).toEqual({ waiting: 1, choosing: 3 });
    const events = await waiting(3);
    await room.commit(TARGET, 'comments', choiceOf(events.slice(1)));
    expect(await rig.ledger.table.depths(TARGET)).toEqual({ waiting: 3, choosing: 1 });
  });

  it('tell when they were chosen, since what they waited for that is not late', async () => {
    await rig.append([event('gift', 'Rose')]);
    await append('a');
    const [waited] = await waiting(1);
    const from = await rig.ledger.now();
    await room.commit(TARGET, 'comments', choiceOf([waited!]));
    const drain = await rig.drain();
    await drain.readAhead();
    const [gift, comment] = drain.window.cut(limitsOf(1000)).receipts();
    expect(gift).toHaveLength(2);
    expect(comment).toEqual([waited!.receivedAt, 1, expect.any(Number)]);
    expect(comment![2]).toBeGreaterThanOrEqual(from);
  });

  it('are told of where their target waits for its turn with less important ones, and once', async () => {
    await rig.append([event('like')]);
    await append('a', 'b', 'c');
    const [first, second, third] = (await waiting(3)).map((one) => choiceOf([one]));
    const commit = room.commit.bind(room, TARGET, 'comments');
    expect(await commit(first!)).toMatchObject({ isRaised: false });
    const drain = await rig.drain();
    await drain.note({ held: '2', rank: 0 });
    expect(await commit(second!)).toMatchObject({ isRaised: true });
    expect(await commit(third!)).toMatchObject({ isRaised: false });
    expect(await rig.append([event('comment', 'd')])).toMatchObject({ isRaised: false });
  });

  it('leave no more behind than 300 notes of what was chosen, and 100 000 greeted viewers', async () => {
    await rig.append([], { entries: Array.from({ length: 4 }, () => entryOf(HUNDRED)) });
    const events = await waiting(400);
    const { chosen, greeted } = rig.keys.of(TARGET);
    const viewers = Array.from({ length: 100_001 }, (_, i) => [`viewer-${i}`, 'show']);
    while (viewers.length > 0) await rig.redis.hset(greeted, ...viewers.splice(0, 10_000).flat());
    const choice = { ...choiceOf(events), remember: events, greeted: ['viewer-1'] };
    expect(await room.commit(TARGET, 'comments', choice)).toMatchObject({ before: 0, after: 400 });
    expect(await rig.redis.llen(chosen)).toBe(300);
    expect(await rig.redis.hgetall(greeted)).toEqual({ '': '-', 'viewer-1': '-' });
    expect(Math.min(await rig.redis.ttl(chosen), await rig.redis.ttl(greeted))).toBeGreaterThan(0);
  });

  it('viewers who were greeted in the run before do not push out those of this one', async () => {
    const { greeted } = rig.keys.of(TARGET);
    const greet = async (viewer: string, show: string): Promise<void> => {
      await rig.append([], { entries: [entryOf([viewer], 'enter', 'entries')] });
      const choice = { ...choiceOf(await waiting(1, 'entries')), greeted: [viewer], show };
      await room.commit(TARGET, 'entries', choice);
    };
    await greet('viewer-0', 'before');
    const viewers = Array.from({ length: 99_998 }, (_, i) => [`viewer-${i + 1}`, 'before']);
    while (viewers.length > 0) await rig.redis.hset(greeted, ...viewers.splice(0, 10_000).flat());
    for (const viewer of ['ann', 'ben', 'eve']) await greet(viewer, 'now');
    expect([...(await room.greeted(TARGET, ['ann', 'ben', 'eve', 'viewer-1'], 'now'))]).toEqual([
      'ann',
      'ben',
      'eve',
    ]);
  });

  it('are at most 20 000 a target, the last of them gifts: further ones are shed, and what is not to be chosen goes on', async () => {
    const many = (count: number, type: EventType, lane: ChoosingLane) => {
      const entries = Array.from({ length: count / 100 }, () => entryOf(HUNDRED, type, lane));
      return rig.append([], { entries });
    };
    await many(10_000, 'enter', 'entries');
    const entries = [entryOf(['late', 'later'], 'enter', 'entries')];
    const shed = { dropped: new Map([['shed_ambient', 2]]) };
    expect(await rig.append([], { entries })).toMatchObject(shed);
    expect(await many(8100, 'comment', 'comments')).toMatchObject({
      dropped: new Map([['shed_chat', 100]]),
    });
    expect(await many(2100, 'gift', 'gifts')).toMatchObject({
      dropped: new Map([['shed_paid', 100]]),
    });
    await rig.append([event('comment', 'not to be chosen')]);
    expect(await rig.ledger.table.depths(TARGET)).toEqual({ waiting: 1, choosing: 20_000 });
    expect(await rig.row()).toMatchObject({ received: 20_203, waiting: 20_001 });
  });
});
