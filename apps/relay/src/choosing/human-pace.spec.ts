import { formatAnswers, learnAnswers, type WaitingAnswers } from '../answers/waiting-answers.js';
import { allowedNow } from './human-pace.js';

const NOW = 1_700_000_000_000;
const SPEAKING_MS = 8000;

describe('allowedNow', () => {
  const policy = { n: 3, everySeconds: 2, pace: 'human' } as const;

  it('lets all of a window through where the pace is fixed', () => {
    expect(allowedNow({ ...policy, pace: 'fixed' }, answers(9), [])).toBe(3);
  });

  it('lets no comment through while so many answers wait that its own would be late', () => {
    expect(allowedNow(policy, answers(0), [])).toBe(1);
    expect(allowedNow(policy, answers(1), [])).toBe(0);
    expect(allowedNow(policy, answers(1, NOW, 3000), [])).toBe(3);
  });

  it('lets one comment through to an idle human, however long its answers and the window are', () => {
    expect(allowedNow({ ...policy, everySeconds: 5 }, answers(0), [])).toBe(1);
    expect(allowedNow({ ...policy, everySeconds: 300 }, answers(0), [])).toBe(1);
    expect(allowedNow(policy, answers(0, NOW, 60_000), [])).toBe(1);
    expect(allowedNow(policy, answers(1, NOW, 60_000), [])).toBe(0);
    expect(allowedNow(policy, answers(0, NOW, 60_000), [{ at: NOW - 500 }])).toBe(0);
  });

  it('counts comments that were let through too recently to be among the answers', () => {
    expect(allowedNow(policy, answers(0), [{ at: NOW - 500 }])).toBe(0);
  });

  it('counts comments that were let through and still wait for a report, however long they do', () => {
    const chosen = [{ at: NOW - 15_000 }];
    expect(allowedNow(policy, answers(0), chosen)).toBe(1);
    expect(allowedNow(policy, { ...answers(0), bufferedSince: NOW - 14_990 }, chosen)).toBe(0);
    expect(allowedNow(policy, { ...answers(0), bufferedSince: NOW - 500 }, chosen)).toBe(1);
  });

  it('does not count the answers of a live job that has ended', () => {
    const text = formatAnswers({ count: 9, at: NOW, speakingMs: 8000, overAt: 0, liveJob: 'old' });
    expect(allowedNow(policy, { answers: text, now: NOW, show: 'old' }, [])).toBe(0);
    expect(allowedNow(policy, { answers: text, now: NOW, show: 'new' }, [])).toBe(1);
  });

  it('assumes the usual duration of an answer where none was measured lately', () => {
    expect(allowedNow(policy, { answers: '', now: NOW }, [])).toBe(1);
    expect(allowedNow(policy, { answers: '', now: NOW }, [{ at: NOW - 4000 }])).toBe(0);
    expect(allowedNow(policy, answers(9, NOW - 60_000), [])).toBe(1);
    // A clock that was ahead wrote it.
    expect(allowedNow(policy, answers(9, NOW + 3_600_000), [])).toBe(1);
  });

  it('keeps each answer under 20 s for a human who speaks 8 s, at any rate of questions', () => {
    // A question in each window of two seconds, and a human who says one reply after the other.
    const queue: number[] = [];
    const chosen: { at: number }[] = [];
    const ages: number[] = [];
    let free = NOW;
    let known: WaitingAnswers | undefined;
    for (let second = 0; second < 1200; second++) {
      const now = NOW + second * 1000;
      while (queue.length > 0 && free <= now) {
        const begun = Math.max(free, queue[0]!);
        free = begun + SPEAKING_MS;
        // It was asked at the beginning of its window, at worst, and is over when it is spoken.
        ages.push(free - (queue.shift()! - 2000));
      }
      if (second % 2 !== 0) {
        // What is being spoken waits no more; how long that takes has to be learned.
        known = learnAnswers(known, { count: queue.length, at: now });
        continue;
      }
      const told = known === undefined ? '' : formatAnswers(known);
      const n = allowedNow({ ...policy, n: 1 }, { answers: told, now }, chosen);
      for (let i = 0; i < n; i++) {
        queue.push(now);
        chosen.push({ at: now });
      }
    }
    ages.sort((a, b) => a - b);
    expect(ages.length).toBeGreaterThan(100);
    expect(ages.at(-1)).toBeLessThanOrEqual(20_000);
  });
});

const answers = (count: number, at = NOW, speakingMs = SPEAKING_MS) => {
  return { answers: formatAnswers({ count, at, speakingMs, overAt: 0 }), now: NOW };
};
