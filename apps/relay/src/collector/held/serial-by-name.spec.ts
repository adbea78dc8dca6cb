import { SerialByName } from './serial-by-name.js';

describe('work by name', () => {
  it('runs one after the other for a name, and at once for different names', async () => {
    const serial = new SerialByName();
    const log: string[] = [];
    const gates = new Map<string, () => void>();
    const task = (label: string) => async (): Promise<string> => {
      log.push(`${label} begins`);
      await new Promise<void>((resolve) => gates.set(label, resolve));
      log.push(`${label} ends`);
      return label;
    };
    const first = serial.run('a', task('a1'));
    const second = serial.run('a', task('a2'));
    const other = serial.run('b', task('b1'));
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

  it('goes on after one that rejects, and is done when the last one is', async () => {
    const serial = new SerialByName();
    const failing = serial.run('a', async () => Promise.reject(new Error('no')));
    const next = serial.run('a', async () => 'yes');
    await expect(failing).rejects.toThrow('no');
    await serial.done();
    expect(await next).toBe('yes');
  });
});
