import { array, assert, constantFrom, integer, nat, property, tuple } from 'fast-check';
import type { ScoredEvent } from './scored-event.js';
import { chooseComments } from './choose-comments.js';
import { foldText } from '../meaning/fold-text.js';
import { meaningOf } from '../meaning/meaning.js';
import { appraise, Keywords } from './score.js';

const NOW = 1_700_000_000_000;
const POLICY = { n: 1, repeatSeconds: 120, turnSeconds: 300 };

describe('chooseComments', () => {
  it('of questions with the same worth, prefers the one least like those let through', () => {
    const memory = [remembered('old', 'u0', '喂食器吵不吵', NOW - 60_000)];
    const candidates = ['喂食器晚上会很吵吗会不会坏', '兔子可以吃吗'].map(candidate);
    const verdicts = chooseComments(candidates, memory, POLICY, NOW);
    expect(verdicts.map(({ kind }) => kind)).toEqual(['not_chosen', 'chosen']);
  });

  it('chooses the question, not the first comment', () => {
    const verdicts = choose(['主播好漂亮', '有没有黑色', '下班了']);
    expect(verdicts).toEqual([
      { kind: 'not_chosen', over: 'k1' },
      { kind: 'chosen', asked: 1 },
      { kind: 'not_chosen', over: 'k1' },
    ]);
  });

  it('lets the question of many viewers through once, and counts who asked it', () => {
    const texts = ['包邮吗', 'is it waterproof', '包邮不', '请问包邮吗？'];
    const verdicts = choose(texts, { ...POLICY, n: 2 });
    expect(verdicts).toEqual([
      { kind: 'chosen', asked: 3 },
      { kind: 'chosen', asked: 1 },
      { kind: 'asked_before', of: 'k0' },
      { kind: 'asked_before', of: 'k0' },
    ]);
  });

  it('prefers the question that more viewers ask', () => {
    const verdicts = choose(['防水吗', '包邮吗', '包邮不']);
    expect(verdicts.map(({ kind }) => kind)).toEqual(['not_chosen', 'chosen', 'asked_before']);
  });

  it('counts a viewer once who sends the same question again and again', () => {
    const spam = Array.from({ length: 20 }, (_, i) => ({ ...candidate('包邮吗', i), user: 'one' }));
    const candidates = [...spam, candidate('防水吗', 30), candidate('防水不', 31)];
    const verdicts = chooseComments(candidates, [], POLICY, NOW);
    expect(verdicts[20]).toEqual({ kind: 'chosen', asked: 2 });
    expect(verdicts[0]).toEqual({ kind: 'not_chosen', over: 'k30' });
  });

  it('drops a question that was let through in the window before, and says which', () => {
    const memory = [remembered('old', 'somebody', '请问什么时候发货', NOW - 60_000)];
    const verdicts = chooseComments([candidate('啥时候发货呀', 0)], memory, POLICY, NOW);
    expect(verdicts).toEqual([{ kind: 'asked_before', of: 'old' }]);
  });

  it('lets a question through again when its window is over', () => {
    const memory = [remembered('old', 'somebody', '请问什么时候发货', NOW - 121_000)];
    const verdicts = chooseComments([candidate('啥时候发货呀', 0)], memory, POLICY, NOW);
    expect(verdicts).toEqual([{ kind: 'chosen', asked: 1 }]);
  });

  it('prefers a viewer who has not had a turn', () => {
    const memory = [remembered('old', 'u0', '有没有黑色', NOW - 60_000)];
    const candidates = [candidate('防水吗', 0), candidate('包邮吗', 1)];
    const kinds = chooseComments(candidates, memory, POLICY, NOW).map(({ kind }) => kind);
    expect(kinds).toEqual(['not_chosen', 'chosen']);
  });

  it('chooses the second question of a viewer after the first of others', () => {
    const [first, second] = [candidate('防水吗', 0), candidate('包邮吗', 1)];
    const candidates = [first, { ...second, user: first.user }, candidate('能机洗吗', 2)];
    const kinds = chooseComments(candidates, [], { ...POLICY, n: 2 }, NOW).map(({ kind }) => kind);
    expect(kinds).toEqual(['chosen', 'not_chosen', 'chosen']);
  });

  it('chooses no noise', () => {
    expect(choose(['666', '哈哈哈', '❤️', '1']).some(({ kind }) => kind === 'chosen')).toBe(false);
  });

  it('chooses noise that is a keyword', () => {
    const { score } = appraise('1', NOBODY, new Keywords(['1']));
    expect(score).toBeGreaterThan(0);
  });

  it('never chooses more than n, one question twice, or a viewer twice before others', () => {
    const texts = [
      '包邮吗',
      '请问包邮吗',
      '防水吗',
      '666',
      '好看啊这件',
      'is it vegan',
      'vegan?',
      '',
    ];
    assert(
      property(
        array(tuple(constantFrom(...texts), nat(5)), { maxLength: 60 }),
        integer({ min: 1, max: 6 }),
        (comments, n) => {
          const candidates = comments.map(([text, user], i) => ({
            ...candidate(text, i),
            user: `u${user}`,
          }));
          const verdicts = chooseComments(candidates, [], { ...POLICY, n }, NOW);
          expect(verdicts).toHaveLength(candidates.length);
          const chosen = candidates.filter((_, i) => verdicts[i]!.kind === 'chosen');
          expect(chosen.length).toBeLessThanOrEqual(n);
          const meanings = chosen.map(({ meaning }) => JSON.stringify(meaning));
          expect(new Set(meanings).size).toBe(chosen.length);
          // All different comments that are worth choosing are chosen, up to n.
          const worth = new Set(
            candidates.filter(({ score }) => score >= 0).map(({ meaning }) => meaning.signs.join()),
          );
          expect(chosen.length).toBe(Math.min(n, worth.size));
          // The counted askers are the chosen ones, and those whose question was asked before.
          const asked = verdicts.reduce((sum, verdict) => {
            return sum + (verdict.kind === 'chosen' ? verdict.asked : 0);
          }, 0);
          const before = verdicts.filter(({ kind }) => kind === 'asked_before').length;
          expect(asked).toBeLessThanOrEqual(chosen.length + before);
        },
      ),
    );
  });
});

const NOBODY = { level: 0, badge: '', badgeLevel: 0 };
const NO_KEYWORDS = new Keywords([]);

function choose(texts: readonly string[], policy = POLICY) {
  const candidates = texts.map((text, index) => candidate(text, index));
  return chooseComments(candidates, [], policy, NOW);
}

function candidate(text: string, index: number): ScoredEvent {
  const { score, folded } = appraise(text, NOBODY, NO_KEYWORDS);
  return { key: `k${index}`, user: `u${index}`, score, meaning: meaningOf(folded) };
}

function remembered(key: string, user: string, text: string, at: number) {
  return { key, user, at, meaning: meaningOf(foldText(text)) };
}
