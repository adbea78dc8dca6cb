import { Failures } from './failures.js';
import { CONNECTION_DEFAULTS, type ConnectionOptions } from '../options.js';

function failures(count: number): Failures {
  const options = { ...CONNECTION_DEFAULTS, random: () => 0, now: () => 0 } as ConnectionOptions;
  const refused = new Failures(options);
  for (let at = 0; at < count; at++) refused.add({ reason: 'upgrade-429', after: 'slow' });
  return refused;
}

describe('Failures', () => {
  it('waits the longest delay where the server does not say how long it is too busy', () => {
    expect(failures(1).delayMs('slow')).toBe(30_000);
  });

  it('waits as long as the server says, be it shorter or longer', () => {
    expect(failures(1).delayMs('slow', 3000)).toBe(3000);
    expect(failures(1).delayMs('slow', 90_000)).toBe(90_000);
  });

  it('backs off from a server that says again and again that it may be asked soon', () => {
    const options = { ...CONNECTION_DEFAULTS, random: () => 1, now: () => 0 } as ConnectionOptions;
    const refused = new Failures(options);
    for (let at = 0; at < 20; at++) refused.add({ reason: 'upgrade-429', after: 'slow' });
    expect(refused.delayMs('slow', 1)).toBe(30_000);
  });
});
