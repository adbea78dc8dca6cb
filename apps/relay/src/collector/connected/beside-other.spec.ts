import { setImmediate } from 'node:timers/promises';
import { BesideOther } from './beside-other.js';

/** How long the second copy keeps what it hears where it has room, in ms. */
const SECOND_KEEPS_MS = 2000;
const STOOD_STILL_MS = SECOND_KEEPS_MS + 100;

describe('BesideOther', () => {
  it('has the first copy tell before the second reads, where the processes of both stood still', async () => {
    const steps: string[] = [];
    const heardAt = performance.now();
    const start = async (copy: 'first' | 'second'): Promise<void> =>
      new Promise((resolve) => {
        const kept = {
          since: heardAt,
          isFull: false,
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

  it('has the second copy tell early where it has room for no more: it would lag behind a busy room', async () => {
    const heardAt = performance.now();
    const toldAfterMs = await new Promise<number>((resolve) => {
      const kept = {
        since: heardAt,
        isFull: true,
        has: (keptMs: number): boolean => performance.now() - heardAt >= keptMs,
        begin: (): void => {},
        tell: (): void => {},
        tellOlder: (keptMs: number): void => {
          beside.stop();
          resolve(keptMs);
        },
      };
      const bridge = { isWell: true, recallStreaks: async (): Promise<boolean> => true };
      const beside = new BesideOther('second', kept, bridge);
      beside.start();
    });
    expect(toldAfterMs).toBeLessThan(SECOND_KEEPS_MS);
  });
});
