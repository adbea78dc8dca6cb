import { beginningOf, boundedBody } from './bounded-body.js';

describe('a bounded body', () => {
  it('is whole up to its bound, and its beginning beyond', async () => {
    expect(await boundedBody(new Response('four'), 4)).toEqual(Buffer.from('four'));
    expect(await boundedBody(new Response('fives'), 4)).toBeUndefined();
    expect(await boundedBody(new Response(undefined), 4)).toEqual(Buffer.alloc(0));
    expect(await beginningOf(new Response('fives'), 4)).toEqual({
      bytes: Buffer.from('five'),
      isWhole: false,
    });
  });

  it('that never ends is left once it is too long', async () => {
    let wasLeft = false;
    const body = new ReadableStream<Uint8Array>({
      pull: (to) => to.enqueue(new Uint8Array(1024)),
      cancel: () => {
        wasLeft = true;
      },
    });
    expect(await boundedBody(new Response(body), 4096)).toBeUndefined();
    expect(wasLeft).toBe(true);
  });
});
