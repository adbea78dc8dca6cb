import { RoomRules } from './room-rules.js';

const NOW = 1_700_000_000_000;

function rule(name: string, value: string, more: object = {}): object {
  const tags = [{ tag: 'content', operation: 'NONE', match: 'REGEX', value }];
  const condition = { relation: 'AND', priority: 500, tags, ...more };
  return {
    rule_name: name,
    event_type: 1,
    hit_condition: condition,
    trigger: { time_window: 10 },
  };
}

function comment(content: string): string {
  return JSON.stringify({ user: { level: 3 }, content });
}

describe('RoomRules', () => {
  it('asks by priority, the fallback last, and keeps quiet within a window', () => {
    const rules = [
      rule('fallback', '', { relation: 'RESERVED', tags: [] }),
      rule('late', '包邮'),
      rule('early', '邮', { priority: 1 }),
    ];
    const room = new RoomRules();
    expect(room.meet(rules, 1, comment('包邮吗'), NOW)).toBe('early');
    expect(room.meet(rules, 1, comment('包邮吗'), NOW + 9999)).toBeUndefined();
    expect(room.meet(rules, 1, comment('包邮吗'), NOW + 10_000)).toBe('early');
    expect(room.meet(rules, 1, comment('你好'), NOW)).toBe('fallback');
    expect(room.meet(rules, 4, comment('包邮吗'), NOW)).toBeUndefined();
  });

  it('compares numbers, and treats an unreadable condition as false', () => {
    const level = (match: string, value: string) =>
      rule('level', '', { tags: [{ tag: 'level', match, value }] });
    const meets = (one: object) => new RoomRules().meet([one], 1, comment('x'), NOW);
    expect(meets(level('MATH_GE', '3'))).toBe('level');
    expect(meets(level('MATH_GT', '3'))).toBeUndefined();
    expect(meets(level('EQUAL', '3'))).toBe('level');
    expect(meets(level('OTHER', '3'))).toBeUndefined();
    expect(meets(rule('broken', '('))).toBeUndefined();
    expect(new RoomRules().meet([rule('a', 'x')], 1, '{', NOW)).toBeUndefined();
  });

  it('reads an expression for letters of either case, as MetaStudio takes it', () => {
    const room = new RoomRules();
    expect(room.meet([rule('how', '(?i)how much')], 1, comment('How MUCH?'), NOW)).toBe('how');
  });

  it('answers every comment where a room has no rules, and nothing else', () => {
    expect(new RoomRules().meet([], 1, comment('x'), NOW)).toBeDefined();
    expect(new RoomRules().meet([], 2, comment('x'), NOW)).toBeUndefined();
  });
});
