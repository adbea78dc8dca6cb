import * as fc from 'fast-check';
import { encodeLiveEvent, type LiveEvent, type User } from '#live-event';
import { ChunkBuilder, type NewEntry } from './chunk.js';
import { ENTRY_EVENTS_MAX, fragmentLength, readEntry, receivedAt, typeCode } from './entry.js';
import { IdHasher, NONE } from './id-hash.js';

const user: User = { userId: 'twitch_1', name: 'A', level: 0, badge: '', badgeLevel: 0 };
const hasher = new IdHasher('salt', 'twitch');
const NOW = 1_700_000_000_000;

function comment(text: string, id?: string): LiveEvent {
  return { type: 'comment', user, text, id };
}

/** The fragments of an entry, cut by the lengths in its header. */
function fragmentsOf(chunk: NewEntry): string[] {
  const entry = readEntry('1-0', chunk.header, chunk.fragments)!;
  expect(entry.count).toBe(chunk.count);
  let at = 0;
  const texts = Array.from({ length: entry.count }, (_, i) => {
    const from = at;
    at += fragmentLength(entry, i);
    return chunk.fragments.toString('utf8', from, at);
  });
  expect(at).toBe(chunk.fragments.length);
  return texts;
}

function idsOf({ ids }: NewEntry): string[] {
  return ids.toString('latin1').match(/[^]{8}/gu) ?? [];
}

function bytesOf(parts: Iterable<{ readonly byteLength: number }>): number {
  return [...parts].reduce((sum, { byteLength }) => sum + byteLength, 0);
}

describe('ChunkBuilder', () => {
  it('encodes each event as the report will hold it, with a comma, whatever its text', () => {
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.constant('\u{d800}😀'));
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 20 }), (texts) => {
        const chunk = new ChunkBuilder('main', hasher);
        for (const each of texts) chunk.add(comment(each), NOW);
        const fragments = fragmentsOf(chunk.take());
        expect(fragments).toEqual(texts.map((each) => `${encodeLiveEvent(comment(each), NOW)},`));
        const report: unknown = JSON.parse(`[${fragments.join('').slice(0, -1)}]`);
        expect(report).toHaveLength(texts.length);
      }),
    );
  });

  it('keeps type and time of receipt of each event', () => {
    const chunk = new ChunkBuilder('main', hasher);
    chunk.add({ type: 'enter', user }, NOW);
    chunk.add({ type: 'viewers', numberOfViewers: 7 }, NOW + 30);
    const { header, fragments } = chunk.take();
    const entry = readEntry('1-0', header, fragments)!;
    expect([typeCode(entry, 0), typeCode(entry, 1)]).toEqual([2, 6]);
    expect([receivedAt(entry, 0), receivedAt(entry, 1)]).toEqual([NOW, NOW + 30]);
  });

  it('adds a message id once, and every event without an id', () => {
    const chunk = new ChunkBuilder('main', hasher);
    const answers = ['a', 'b', 'a', undefined, undefined, 'b'].map((id) =>
      chunk.add(comment('666', id), NOW),
    );
    expect(answers).toEqual(['added', 'added', 'duplicate', 'added', 'added', 'duplicate']);
    expect(chunk.count).toBe(4);
    expect(idsOf(chunk.take())).toEqual([hasher.hash('a'), hasher.hash('b'), NONE, NONE]);
  });

  it('keeps no id, event or time of the chunk that was taken before', () => {
    const chunk = new ChunkBuilder('main', hasher);
    chunk.add(comment('first', 'a'), NOW);
    const first = chunk.take();
    expect(chunk.count).toBe(0);
    expect(chunk.add(comment('second', 'a'), NOW + 500)).toBe('added');
    chunk.add(comment('third'), NOW + 501);
    const second = chunk.take();
    expect(fragmentsOf(first)[0]).toContain('first');
    expect(fragmentsOf(second)).toHaveLength(2);
    expect(idsOf(second)).toEqual([hasher.hash('a'), NONE]);
    expect(readEntry('1-0', second.header, second.fragments)!.receivedAt).toBe(NOW + 500);
  });

  it('is full with a hundred events, and then takes none', () => {
    const chunk = new ChunkBuilder('main', hasher);
    for (let i = 0; i < ENTRY_EVENTS_MAX; i++) {
      expect(chunk.isFull).toBe(false);
      chunk.add(comment(String(i), String(i)), NOW);
    }
    expect(chunk.isFull).toBe(true);
    expect(() => chunk.add(comment('one more'), NOW)).toThrow('A full chunk takes no event');
    expect(fragmentsOf(chunk.take())).toHaveLength(ENTRY_EVENTS_MAX);
  });

  it('is full at its bytes, and holds one event of any size', () => {
    const chunk = new ChunkBuilder('main', hasher);
    const long = '弹'.repeat(60_000);
    let added = 0;
    for (; !chunk.isFull; added++) chunk.add(comment(long), NOW);
    expect(added).toBeLessThan(ENTRY_EVENTS_MAX);
    const taken = chunk.take();
    expect(taken.fragments.length).toBeLessThan(1024 * 1024);
    expect(fragmentsOf(taken).every((fragment) => fragment.includes(long))).toBe(true);
    const huge = '😀'.repeat(300_000);
    chunk.add(comment(huge), NOW);
    expect(fragmentsOf(chunk.take())[0]).toContain(huge);
  });

  it.each([1, 5, 12])('chunks of %i events that wait keep little more in memory than that', (n) => {
    const chunk = new ChunkBuilder('main', hasher);
    const waiting = Array.from({ length: 1000 }, (_, i) => {
      for (let at = 0; at < n; at++) chunk.add(comment('How much is it?', `${i} ${at}`), NOW);
      return chunk.take();
    });
    const parts = waiting.flatMap(({ header, fragments, ids }) => [header, fragments, ids]);
    const held = bytesOf(new Set(parts.map(({ buffer }) => buffer)));
    expect(held).toBeLessThan(2 * bytesOf(parts));
    expect(waiting.map((one) => fragmentsOf(one).length)).toEqual(Array(1000).fill(n));
  });
});
