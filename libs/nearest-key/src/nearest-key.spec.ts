import { nearestKey } from './nearest-key.js';

const KEYS = ['endpoint', 'region', 'projectId', 'roomId', 'jobId', 'timeoutMs', 'url'];

describe('nearestKey', () => {
  it.each([
    ['regoin', 'region'],
    ['endpiont', 'endpoint'],
    ['room_id', 'roomId'],
    ['ROOMID', 'roomId'],
    ['timeout-ms', 'timeoutMs'],
    ['timeout', 'timeoutMs'],
    ['ulr', 'url'],
  ])('finds the intended key for %s', (given, meant) => {
    expect(nearestKey(given, KEYS)).toBe(meant);
  });

  it.each(['something', 'id', 'x', '', 'a'.repeat(65)])('finds no key for %j', (given) => {
    expect(nearestKey(given, KEYS)).toBeUndefined();
  });
});
