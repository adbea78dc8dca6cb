import { actOnMany } from './actions.js';

const NAMES = Array.from({ length: 20 }, (_, i) => `shop-${i}`);

async function refuseOne(name: string): Promise<void> {
  if (name === 'shop-3') throw new Error('refused');
}

describe('actOnMany', () => {
  it('begins no further one once it is stopped, and tells which are left', async () => {
    const stop = new AbortController();
    const begun: string[] = [];
    const act = async (name: string): Promise<void> => {
      begun.push(name);
      if (begun.length === 8) stop.abort();
    };
    const { done, failed, left } = await actOnMany(NAMES, act, () => {}, stop.signal);
    expect([done, failed]).toEqual([8, []]);
    expect([...begun, ...left]).toEqual(NAMES);
  });

  it('goes on where one is refused', async () => {
    const { signal } = new AbortController();
    const many = await actOnMany(NAMES, refuseOne, () => {}, signal);
    expect(many).toMatchObject({ done: 19, failed: [{ name: 'shop-3' }], left: [] });
  });
});
