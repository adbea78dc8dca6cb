import { setImmediate } from 'node:timers/promises';
import { BesideOther } from './beside-other.js';

/** Longer than the second copy keeps what it hears, in ms. */
const STOOD_STILL_MS = 2100;

describe('BesideOther', () => {
  it('has the first copy tell before the second reads, where the processes of both stood still', async () => {
    const steps: string[] = [];
    const heardAt = performance.now();
    const start = async (copy: 'first' | 'second'): Promise<void> =>
      new Promise((resolve) => {
        const kept = {
          since: heardAt,
          has: (keptMs: number): boolean => performance.now() - heardAt >= keptMs,
          begin: (): void => {},
          tell: (): void => {},
          tellOlder: (): void => {
            steps.push(`${copy} tells`);
            beside.stop();
            resolve();
          },
        };
        const recallStreaks = async (): Promise<boolean> => {
          steps.push(`${copy} reads`);
          await setImmediate();
          return true;
        };
        const beside = new BesideOther(copy, kept, { isWell: true, recallStreaks });
        beside.start();
      });
    const told = [start('second'), start('first')];
    const until = performance.now() + STOOD_STILL_MS;
    while (performance.now() < until);
    await Promise.all(told);
    expect(steps).toEqual(['first reads', 'first tells', 'second reads', 'second tells']);
  });
});
