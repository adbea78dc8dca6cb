import { startFinding } from './own-redis-check.js';

describe('startFinding', () => {
  it.each([
    'Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64',
    'Valkey server v=8.1.1 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64',
    '',
  ])('takes a redis-server that the relay can use, or says nothing of itself: %j', (said) => {
    expect(startFinding(said)).toMatchObject({ check: 'redis', status: 'ok' });
  });

  it('refuses one that a start would end with', () => {
    const said = 'Redis server v=6.0.16 sha=00000000:0 malloc=jemalloc-5.2.1 bits=64';
    expect(startFinding(said)).toMatchObject({
      check: 'redis-version',
      subject: 'redis-server',
      status: 'fail',
      found: 'version 6.0.16 is too old',
      wayOut: 'Run Redis 6.2 or newer.',
    });
  });
});
