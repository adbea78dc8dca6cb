import { CrowdLimiter } from './crowd-limiter.js';

/** Sends the same event for this many bridges; returns how many lines passed alone. */
function say(limiter: CrowdLimiter, bridges: number, reason = 'closed'): number {
  let passed = 0;
  for (let i = 0; i < bridges; i++) if (limiter.pass('lost', reason, `bridge-${i}`)) passed++;
  return passed;
}

describe('CrowdLimiter', () => {
  it('passes the lines of a few bridges singly, each minute anew', () => {
    const limiter = new CrowdLimiter();
    for (let minutes = 0; minutes < 3; minutes++) {
      expect(say(limiter, 20)).toBe(20);
      expect(limiter.end().size).toBe(0);
    }
  });

  it('counts further lines by reason', () => {
    const limiter = new CrowdLimiter();
    expect(say(limiter, 1000)).toBe(20);
    expect(say(limiter, 30, 'refused')).toBe(0);
    expect(limiter.end()).toEqual(
      new Map([['lost', { count: 1010, from: 1000, reasons: { closed: 980, refused: 30 } }]]),
    );
  });

  it('passes no single line in the minutes after, until lines are few again', () => {
    const limiter = new CrowdLimiter();
    say(limiter, 1000);
    limiter.end();
    for (let minutes = 0; minutes < 3; minutes++) {
      expect(say(limiter, 1000)).toBe(0);
      expect(limiter.end().get('lost')?.count).toBe(1000);
    }
    expect(say(limiter, 5)).toBe(0);
    expect(limiter.end().get('lost')?.count).toBe(5);
    expect(say(limiter, 5)).toBe(5);
  });

  it('keeps events apart', () => {
    const limiter = new CrowdLimiter();
    say(limiter, 1000);
    expect(limiter.pass('found', '', 'bridge-1')).toBe(true);
  });

  it('bounds the reasons that it holds', () => {
    const limiter = new CrowdLimiter();
    for (let i = 0; i < 500; i++) limiter.pass('lost', `reason-${i}`, 'bridge-1');
    const { reasons = {} } = limiter.end().get('lost') ?? {};
    expect(Object.keys(reasons)).toHaveLength(51);
    expect(reasons['other']).toBe(430);
  });
});
