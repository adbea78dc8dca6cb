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
  ])('finds for %s what was meant', (given, meant) => {
    expect(nearestKey(given, KEYS)).toBe(meant);
  });

  it.each(['something', 'id', 'x', '', 'a'.repeat(65)])('finds nothing for %j', (given) => {
    expect(nearestKey(given, KEYS)).toBeUndefined();
  });
});
