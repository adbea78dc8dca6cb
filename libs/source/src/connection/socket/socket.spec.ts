import { isReplacementUrl, isSameHost } from './socket.js';

describe('isReplacementUrl', () => {
  it.each([
    ['wss://a.example/x', 'wss://b.example/y', true],
    ['wss://a.example/x', 'ws://b.example/y', true],
    ['ws://a.example/x', 'ws://b.example/y', true],
    ['ws://a.example/x', 'wss://a.example/x', false],
    ['https://a.example/x', 'wss://a.example/x', false],
    ['ws+unix:/run/some.sock', 'ws://a.example/x', false],
    ['wss://a.example/#x', 'ws://a.example/x', false],
    ['//a.example', 'ws://a.example/x', false],
  ])('tells whether a server may lead to %s from %s', (url, current, may) => {
    expect(isReplacementUrl(url, current)).toBe(may);
  });
});

describe('isSameHost', () => {
  it.each([
    ['wss://a.example/x', 'wss://a.example:443/y', true],
    ['wss://a.example/x', 'wss://a.example:444/x', false],
    ['wss://a.example/x', 'wss://a.example.org/x', false],
    ['wss://a.example@b.example/', 'wss://a.example/', false],
  ])('tells whether %s is on the host of %s', (one, other, same) => {
    expect(isSameHost(one, other)).toBe(same);
  });
});
