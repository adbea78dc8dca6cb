import { TurnByName } from './turn-by-name.js';

describe('turns by name', () => {
  it('run one after the other for a name, and at once for different names', async () => {
    const turns = new TurnByName();
    const log: string[] = [];
    const gates = new Map<string, () => void>();
    const task = (label: string) => async (): Promise<string> => {
      log.push(`${label} begins`);
      await new Promise<void>((resolve) => gates.set(label, resolve));
      log.push(`${label} ends`);
      return label;
    };
    const first = turns.take('a', task('a1'));
    const second = turns.take('a', task('a2'));
    const other = turns.take('b', task('b1'));
    expect(log).toEqual(['a1 begins', 'b1 begins']);
    gates.get('b1')!();
    expect(await other).toBe('b1');
    gates.get('a1')!();
    expect(await first).toBe('a1');
    await new Promise(setImmediate);
    expect(log.slice(3)).toEqual(['a1 ends', 'a2 begins']);
    gates.get('a2')!();
    expect(await second).toBe('a2');
  });

  it('go on after one that rejects, and are done when the last one is', async () => {
    const turns = new TurnByName();
    const failing = turns.take('a', async () => Promise.reject(new Error('no')));
    const next = turns.take('a', async () => 'yes');
    await expect(failing).rejects.toThrow('no');
    await turns.done();
    expect(await next).toBe('yes');
  });
});
