import type { Push } from '../collector/pushed/pushed-bridge.js';
import { UnsettledPushes } from './unsettled-pushes.js';

const BODY = Buffer.from('{"type":"like"}');

/** Told apart by identity; nothing of it is read. */
function push(): Push {
  return {} as Push;
}

describe('UnsettledPushes', () => {
  it('finds the earlier push of the same body to the same bridge, once', () => {
    const pushes = new UnsettledPushes();
    const kept = push();
    pushes.keep('shop', BODY, kept);
    expect(pushes.take('other', BODY)).toBeUndefined();
    expect(pushes.take('shop', Buffer.from('{}'))).toBeUndefined();
    expect(pushes.take('shop', Buffer.from(BODY))).toBe(kept);
    expect(pushes.take('shop', BODY)).toBeUndefined();
  });

  it('forgets after a minute, and the oldest of too many first', () => {
    let now = 0;
    const pushes = new UnsettledPushes(() => now);
    pushes.keep('shop', BODY, push());
    now = 60_001;
    expect(pushes.take('shop', BODY)).toBeUndefined();
    const last = push();
    for (let i = 0; i < 1001; i++) pushes.keep('shop', Buffer.from(String(i)), last);
    expect(pushes.take('shop', Buffer.from('0'))).toBeUndefined();
    expect(pushes.take('shop', Buffer.from('1'))).toBe(last);
    expect(pushes.take('shop', Buffer.from('1000'))).toBe(last);
  });
});
