import {
  answersTold,
  clearedAnswers,
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
    const ofJob = { ...known, liveJob: 'a-job:1' };
    expect(parseAnswers(formatAnswers(ofJob))).toEqual(ofJob);
    for (const text of ['many', '', '1:2', '1:2:3:four'])
      expect(parseAnswers(text)).toBeUndefined();
  });

  it('are told for two minutes after they were counted', () => {
    const text = formatAnswers({ count: 3, at: NOW, speakingMs: 0, overAt: 0 });
    expect(answersTold(text, NOW + 119_000, 'j')?.count).toBe(3);
    expect(answersTold(text, NOW + 120_000, 'j')).toBeUndefined();
    expect(answersTold(undefined, NOW, 'j')).toBeUndefined();
  });

  it('are not told once their live job has ended', () => {
    const text = formatAnswers({ count: 3, at: NOW, speakingMs: 0, overAt: 0, liveJob: 'old' });
    expect(answersTold(text, NOW, 'old')?.count).toBe(3);
    expect(answersTold(text, NOW, 'new')).toBeUndefined();
    expect(answersTold(text, NOW, undefined)).toBeUndefined();
  });

  it('those of another live job, or that were dropped, are not taken for spoken', () => {
    const known = {
      count: 6,
      at: NOW - 2000,
      speakingMs: 8000,
      overAt: NOW - 6000,
      liveJob: 'old',
    };
    const gone = { count: 0, at: NOW, speakingMs: 8000, overAt: 0 };
    for (const liveJob of ['old', 'new']) {
      expect(learnAnswers(known, { count: 0, at: NOW, liveJob })).toEqual({ ...gone, liveJob });
    }
    const one = { ...known, count: 1 };
    expect(learnAnswers(one, { count: 0, at: NOW, liveJob: 'new' })).toEqual({
      ...gone,
      liveJob: 'new',
    });
    expect(clearedAnswers(known, NOW)).toEqual({ ...gone, liveJob: 'old' });
  });

  it('the estimate follows a human who speaks faster, however rarely anybody looks', () => {
    let known: WaitingAnswers = { count: 90, at: NOW, speakingMs: 60_000, overAt: NOW };
    for (let look = 1; look <= 20; look++) {
      known = learnAnswers(known, { count: 90 - 3 * look, at: NOW + look * 9000 });
    }
    expect(known.speakingMs).toBeLessThan(4000);
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
    const cleared = { count: 0, at: NOW + 26_000 };
    expect(learnAnswers({ ...known, count: 500 }, cleared).speakingMs).toBe(8000);
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
    return learnAnswers(known, { count, at: NOW + seconds * 1000 });
  }, undefined)!;
}
