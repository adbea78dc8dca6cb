import type { FilterConfig } from '#config';
import { EVENT_TYPES, type CommentEvent } from '#live-event';
import { EventFilter } from './event-filter.js';

const OPEN: FilterConfig = {
  types: new Set(EVENT_TYPES),
  users: { allow: new Set(), block: new Set() },
  blockWords: { plain: [], patterns: [] },
  minLength: 0,
  maxLength: undefined,
  blockSymbolsOnly: false,
  repeatSeconds: 0,
};

function filter(more: Partial<FilterConfig>): EventFilter {
  return new EventFilter({ ...OPEN, ...more });
}

function comment(text: string, userId = 'x_1', name = 'One'): CommentEvent {
  const user = { userId, name, level: 0, badge: '', badgeLevel: 0 };
  return { type: 'comment', user, text };
}

const like = (userId: string, name: string) =>
  ({ ...comment('', userId, name), type: 'like' }) as const;

describe('EventFilter', () => {
  it('passes every event where no filter is configured', () => {
    for (const text of ['', '666', '🎉', 'x'.repeat(10_000)]) {
      expect(filter({}).reasonAgainst(comment(text), 0)).toBeUndefined();
    }
  });

  it('drops the types that are not wanted', () => {
    const comments = filter({ types: new Set(['comment']) });
    expect(comments.reasonAgainst(comment('hi'), 0)).toBeUndefined();
    expect(comments.reasonAgainst(like('x_1', 'One'), 0)).toBe('filtered_type');
  });

  it('matches users by id or name; a block outweighs an allowance', () => {
    const users = { allow: new Set(['x_1', 'Two']), block: new Set(['x_2']) };
    const some = filter({ users });
    expect(some.reasonAgainst(like('x_1', 'One'), 0)).toBeUndefined();
    expect(some.reasonAgainst(like('x_9', 'Two'), 0)).toBeUndefined();
    expect(some.reasonAgainst(like('x_2', 'Two'), 0)).toBe('filtered_user');
    expect(some.reasonAgainst(like('x_3', 'Three'), 0)).toBe('filtered_user');
    const viewers = { type: 'viewers', numberOfViewers: 1 } as const;
    expect(some.reasonAgainst(viewers, 0)).toBeUndefined();
  });

  it('filters a raw event by what its content says, and passes it where the content does not say', () => {
    const raw = { type: 'raw', code: 10, content: '{}', class: 'chat' } as const;
    const said = { ...raw, user: { userId: 'x_2', name: 'Two' }, text: 'buy now' };
    const words = filter({ blockWords: { plain: ['buy'], patterns: [] }, minLength: 3 });
    expect(words.reasonAgainst(raw, 0)).toBeUndefined();
    expect(words.reasonAgainst(said, 0)).toBe('filtered_word');
    const users = filter({ users: { allow: new Set(), block: new Set(['x_2']) } });
    expect(users.reasonAgainst(raw, 0)).toBeUndefined();
    expect(users.reasonAgainst(said, 0)).toBe('filtered_user');
    expect(filter({ types: new Set(['comment']) }).reasonAgainst(said, 0)).toBe('filtered_type');
  });

  it('counts characters, not UTF-16 units', () => {
    const lengths = filter({ minLength: 2, maxLength: 3 });
    const reasons = ['a', '🎉', 'ab', '🎉🎉', '🎉🎉🎉', 'abcd', '🎉🎉🎉🎉'].map((text) =>
      lengths.reasonAgainst(comment(text), 0),
    );
    const long = 'filtered_length';
    expect(reasons).toEqual([long, long, undefined, undefined, undefined, long, long]);
  });

  it('drops comments of nothing but symbols, in any script', () => {
    const spoken = filter({ blockSymbolsOnly: true });
    const dropped = ['!!!', '🎉 🎉', '…', '？！', ''];
    const kept = ['你好!', 'ok🎉', '666', 'да', 'ا'];
    const reason = (text: string) => spoken.reasonAgainst(comment(text), 0);
    expect(dropped.map(reason)).toEqual(dropped.map(() => 'filtered_symbols'));
    expect(kept.map(reason)).toEqual(kept.map(() => undefined));
  });

  it('finds blocked words in any case, and expressions as they are written', () => {
    const blocked = filter({ blockWords: { plain: ['spam'], patterns: [/^buy\b/u] } });
    expect(blocked.reasonAgainst(comment('no SPAM here'), 0)).toBe('filtered_word');
    expect(blocked.reasonAgainst(comment('buy now'), 0)).toBe('filtered_word');
    expect(blocked.reasonAgainst(comment('Buy now'), 0)).toBeUndefined();
    expect(blocked.reasonAgainst(comment('they buy'), 0)).toBeUndefined();
  });

  it("drops a user's same text within the window, from the last time on", () => {
    const repeats = filter({ repeatSeconds: 10 });
    const reasonAt = (ms: number, userId = 'x_1') =>
      repeats.reasonAgainst(comment('666', userId), ms);
    expect(reasonAt(0)).toBeUndefined();
    expect(reasonAt(0, 'x_2')).toBeUndefined();
    expect(reasonAt(9999)).toBe('filtered_repeat');
    expect(reasonAt(19_998)).toBe('filtered_repeat');
    expect(reasonAt(29_998)).toBeUndefined();
  });

  it('asks only comments for their text', () => {
    const strict = filter({ minLength: 5, blockSymbolsOnly: true, repeatSeconds: 5 });
    expect(strict.reasonAgainst(like('x_1', 'One'), 0)).toBeUndefined();
    expect(strict.reasonAgainst(like('x_1', 'One'), 0)).toBeUndefined();
  });
});
