import { jest } from '@jest/globals';
import { analyse } from 'scslre';
import { foldText } from './meaning/fold-text.js';
import { meaningOf } from './meaning/meaning.js';
import { speakableName } from './speakable-name.js';
import { appraise, Keywords } from './window/score.js';

const COMMENTS = [
  '能机洗吗',
  '怎么这么好看哈哈',
  '今天好漂亮',
  'how much is it?',
  'so pretty today',
];

/** All expressions that are tried on what viewers write. */
function triedExpressions(): RegExp[] {
  // Each method of a text that takes an expression calls this.
  const exec = jest.spyOn(RegExp.prototype, 'exec');
  try {
    for (const text of COMMENTS) {
      const { wish } = appraise(
        text,
        { level: 0, badge: '', badgeLevel: 0 },
        new Keywords(['cap']),
      );
      meaningOf(foldText(text), wish);
      speakableName(text, {
        maxLength: 8,
        digits: false,
        emoji: false,
        links: false,
        otherwise: '',
      });
    }
    return [...new Set(exec.mock.contexts as RegExp[])];
  } finally {
    exec.mockRestore();
  }
}

describe('an expression that is tried on what viewers write', () => {
  it('divides no text in so many ways that a comment could keep the process busy', () => {
    const tried = triedExpressions();
    expect(tried.length).toBeGreaterThan(COMMENTS.length);
    const slow = tried.filter((expression) => {
      const { reports } = analyse(expression, { reportTypes: { Move: false } });
      return reports.some(({ exponential, type }) => exponential || type === 'Self');
    });
    expect(slow.map(({ source }) => source)).toEqual([]);
  });
});
