import { FailingAppends } from './failing-appends.js';

describe('the targets to which nothing can be appended', () => {
  let now = 0;
  const failing = new FailingAppends(() => now);
  const error = new Error('no');

  it('are those whose last append failed, with the one failing for longest', () => {
    expect(failing.oldest()).toBeUndefined();
    failing.failed('a', error);
    now += 1000;
    failing.failed('b', error);
    failing.failed('a', new Error('still no'));
    expect(failing.oldest()).toMatchObject({ target: 'a', forMs: 1000, targets: 2 });
    expect(failing.oldest()!.error.message).toBe('still no');
    failing.succeeded('a');
    expect(failing.oldest()).toMatchObject({ target: 'b', forMs: 0, targets: 1 });
    failing.succeeded('b');
    expect(failing.oldest()).toBeUndefined();
  });

  it('are forgotten where no append is tried any more, and begin anew with the next', () => {
    failing.failed('a', error);
    now += 36_000;
    expect(failing.oldest()).toBeUndefined();
    failing.failed('a', error);
    now += 36_000;
    failing.failed('a', error);
    expect(failing.oldest()).toMatchObject({ forMs: 0 });
  });
});
