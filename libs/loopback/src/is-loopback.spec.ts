import { isLoopback } from './is-loopback.js';

describe('isLoopback', () => {
  it.each(['localhost', 'LOCALHOST', '127.0.0.1', '127.255.0.9', '::1', '[::1]'])(
    'knows this machine as %s',
    (host) => {
      expect(isLoopback(host)).toBe(true);
    },
  );

  it.each([
    '127.example.com',
    '127.0.0.1.example.com',
    '127.0.0',
    '127.0.0.256',
    'localhost.example.com',
    '0.0.0.0',
    '::',
    '128.0.0.1',
    '',
  ])('takes %s for another one', (host) => {
    expect(isLoopback(host)).toBe(false);
  });
});
