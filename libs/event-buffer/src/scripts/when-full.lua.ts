/**
 * As the first command of a script that frees memory, or that what frees it depends on: a write
 * that takes none. Redis refuses the first write of a script when it is full and the write may
 * take memory, but never stops a script that has written. KEYS[1] is a hash.
 */
export const GOES_ON_WHEN_FULL = `redis.call('HDEL', KEYS[1], '')`;
