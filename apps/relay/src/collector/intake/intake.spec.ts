import type { FilterConfig } from '#config';
import { IdHasher, type NewEntry } from '#event-buffer';
import { EVENT_TYPES, type CommentEvent } from '#live-event';
import { EventFilter } from './event-filter.js';
import { Intake } from './intake.js';
import { ReplayGuard } from './replay-guard.js';
import { SpillBudget } from '../../buffer/spill-budget.js';

const USER = { userId: 'x_1', name: 'One', level: 0, badge: '', badgeLevel: 0 };
const FILTER: FilterConfig = {
  types: new Set(EVENT_TYPES),
  users: { allow: new Set(), block: new Set() },
  blockWords: { plain: ['spam'], patterns: [] },
  minLength: 0,
  maxLength: undefined,
  blockSymbolsOnly: false,
  repeatSeconds: 0,
};

function setUp(maxTextLength = 500) {
  const filled: NewEntry[] = [];
  let stirred = 0;
  const budget = new SpillBudget(1000);
  const intake = new Intake(
    { name: 'bridge', maxTextLength },
    {
      filter: new EventFilter(FILTER),
      guard: new ReplayGuard(),
      budget,
      hasher: new IdHasher('salt', 'x'),
    },
    { filled: (entry) => void filled.push(entry), stirred: () => void stirred++ },
  );
  return { intake, filled, budget, stirred: () => stirred };
}

function comment(text: string, id?: string): CommentEvent {
  return { type: 'comment', user: USER, text, id };
}

function textsOf(entry: NewEntry | undefined): string[] {
  const events = JSON.parse(`[${String(entry?.fragments ?? '').slice(0, -1)}]`) as {
    content: string;
  }[];
  return events.map(({ content }) => (JSON.parse(content) as { content: string }).content);
}

describe('Intake', () => {
  it('asks once to be emptied until it is, however many events come', () => {
    const { intake, stirred } = setUp();
    intake.event(comment('a'), 1);
    intake.event(comment('b'), 1);
    expect(stirred()).toBe(1);
    expect(textsOf(intake.takeChunk())).toEqual(['a', 'b']);
    expect(intake.takeChunk()).toBeUndefined();
    intake.event(comment('spam'), 1);
    expect(stirred()).toBe(2);
  });

  it('hands on a full chunk at once', () => {
    const { intake, filled } = setUp();
    for (let i = 0; i < 250; i++) intake.event(comment(String(i)), 1);
    expect(filled.map(({ count }) => count)).toEqual([100, 100]);
    expect(intake.takeChunk()?.count).toBe(50);
  });

  it('accounts for everything: received is what is in chunks and what was dropped', () => {
    const { intake, budget } = setUp();
    intake.event(comment('a', '1'), 1);
    intake.event(comment('a', '1'), 1);
    intake.event(comment('spam'), 1);
    budget.take(500);
    intake.event({ type: 'like', user: USER }, 1);
    const { received, dropped } = intake.takeTally();
    expect(received).toEqual([
      ['comment', 3],
      ['like', 1],
    ]);
    expect([...dropped]).toEqual([
      ['duplicate', 1],
      ['filtered_word', 1],
      ['spill_ambient', 1],
    ]);
    expect(intake.takeChunk()?.count).toBe(1);
    const after = intake.takeTally();
    expect([after.received.length, after.dropped.size]).toEqual([0, 0]);
  });

  it('cuts a comment at its longest, never inside a character', () => {
    const { intake } = setUp(3);
    intake.event(comment('ab🎉cd'), 1);
    expect(textsOf(intake.takeChunk())).toEqual(['ab🎉']);
  });
});
