import { SilentServers } from './silent-servers.js';

describe('servers that left a ping unanswered', () => {
  it('are known for ten minutes, or until they answer', () => {
    const silent = new SilentServers();
    silent.add('a', 1000);
    silent.add('b', 1000);
    silent.delete('b');
    const known = (at: number) => ['a', 'b', 'c'].filter((server) => silent.has(server, at));
    expect([known(1000), known(600_999), known(601_000)]).toEqual([['a'], ['a'], []]);
  });

  it('are at most a thousand, however many a server sends on to', () => {
    const silent = new SilentServers();
    const servers = Array.from({ length: 5000 }, (_, i) => String(i));
    for (const server of servers) silent.add(server, 0);
    const known = servers.filter((server) => silent.has(server, 0));
    expect(known.length).toBeLessThanOrEqual(1000);
    expect(known.at(-1)).toBe('4999');
  });
});
