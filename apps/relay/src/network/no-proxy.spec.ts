import * as fc from 'fast-check';
import { NoProxy } from './no-proxy.js';

function exempts(list: string | undefined, url: string): boolean {
  return new NoProxy(list).exempts(new URL(url));
}

describe('NoProxy', () => {
  it.each([
    ['example.com', 'wss://example.com/chat'],
    ['example.com', 'https://api.example.com'],
    ['.example.com', 'https://example.com'],
    ['*.example.com', 'ws://a.b.example.com'],
    ['EXAMPLE.com', 'http://example.COM'],
    ['a.test, 127.0.0.1', 'ws://127.0.0.1:1088/ws/1'],
    ['a.test  b.test', 'http://b.test'],
    ['example.com:443', 'wss://example.com'],
    ['example.com:80', 'ws://example.com'],
    ['example.com:8080', 'http://example.com:8080'],
    ['[::1]', 'ws://[::1]:9'],
    ['*', 'https://example.com'],
  ])('with %s reaches %s directly', (list, url) => {
    expect(exempts(list, url)).toBe(true);
  });

  it.each([
    [undefined, 'http://localhost'],
    ['', 'http://127.0.0.1'],
    [' , ', 'http://127.0.0.1'],
    ['example.com', 'https://myexample.com'],
    ['example.com', 'https://example.com.test'],
    ['example.com:443', 'http://example.com'],
    ['example.com:8443', 'wss://example.com'],
    ['127.0.0.0/8', 'http://127.0.0.1'],
    ['*,a.test', 'http://b.test'],
  ])('with %s reaches %s through the proxy', (list, url) => {
    expect(exempts(list, url)).toBe(false);
  });

  it('never throws, whatever the list', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (list) => {
        expect(typeof exempts(list, 'https://example.com')).toBe('boolean');
      }),
    );
  });
});
