import {
  answersTold,
  formatAnswers,
  learnAnswers,
  parseAnswers,
  type WaitingAnswers,
} from './waiting-answers.js';

const NOW = 1_700_000_000_000;

describe('the answers that wait for a room', () => {
  it('parse what this version or an older one wrote, and no other text', () => {
    const known = { count: 3, at: NOW, speakingMs: 8000, overAt: NOW - 1 };
    expect(parseAnswers(formatAnswers(known))).toEqual(known);
    expect(parseAnswers('3:1700000000000:8000')).toEqual({ ...known, overAt: 0 });
    for (const text of ['many', '', '1:2', '1:2:3:4:5']) expect(parseAnswers(text)).toBeUndefined();
  });

  it('are told for two minutes after they were counted', () => {
    const text = formatAnswers({ count: 3, at: NOW, speakingMs: 0, overAt: 0 });
    expect(answersTold(text, NOW + 119_000)?.count).toBe(3);
    expect(answersTold(text, NOW + 120_000)).toBeUndefined();
    expect(answersTold(undefined, NOW)).toBeUndefined();
  });

  it('estimate how long an answer takes from how fast the queue shrinks', () => {
    const known = learned([
      [4, 0],
      [4, 2],
      [3, 8],
      [3, 10],
      [2, 16],
      [1, 24],
    ]);
    expect(known).toMatchObject({ count: 1, speakingMs: 8000, overAt: NOW + 24_000 });
    // What was cleared was not spoken in a moment.
    expect(learnAnswers({ ...known, count: 500 }, 0, NOW + 26_000).speakingMs).toBeGreaterThan(
      5000,
    );
  });

  it('an answer that began before anybody waited, or after a silence, does not change the estimate', () => {
    // The first is spoken at once, at 1, and the second waits until it is over.
    const first = learned([
      [0, 0],
      [0, 2],
      [0, 4],
      [1, 6],
      [0, 9],
    ]);
    expect(first).toMatchObject({ speakingMs: 0, overAt: NOW + 9000 });
    const silent = learned([
      [2, 0],
      [1, 8],
      [0, 16],
      ...Array.from({ length: 20 }, (_, i) => [0, 18 + 2 * i] as const),
      [1, 58],
      [0, 61],
    ]);
    expect(silent).toMatchObject({ speakingMs: 8000, overAt: NOW + 61_000 });
  });

  it('the estimate is learnt from answers that waited while another was spoken', () => {
    const known = learned([
      [0, 0],
      [1, 4],
      [0, 8],
      [0, 10],
      [1, 12],
      [0, 16],
      [1, 20],
      [0, 24],
    ]);
    expect(known.speakingMs).toBe(8000);
  });

  it('after a while without questions, the estimate does not change', () => {
    const known = learned([
      [2, 0],
      [1, 8],
      [1, 88],
      [0, 90],
    ]);
    expect(known.speakingMs).toBeLessThan(9000);
  });
});

/** What is known in the end where so many waited at these seconds. */
function learned(looks: readonly (readonly [count: number, seconds: number])[]): WaitingAnswers {
  return looks.reduce<WaitingAnswers | undefined>((known, [count, seconds]) => {
    return learnAnswers(known, count, NOW + seconds * 1000);
  }, undefined)!;
}
