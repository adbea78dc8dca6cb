import { inspect } from 'node:util';
import { appUserIdProblem } from './signing/app-user-id.js';
import { RequestUrl } from './request-url.js';

describe('RequestUrl', () => {
  it('keeps path and query byte for byte', () => {
    const text = 'https://h.example.com/a%2fb/~!$?auth_key=a+b%2B%zz&&=&x[]={"y"}';
    expect(RequestUrl.parse(text)?.reveal()).toBe(text);
  });

  it('appends a parameter, encoded, and leaves the rest alone', () => {
    const url = RequestUrl.parse('https://h/p?a=1&b')!.withParameter('c d', '直播+');
    expect(url.requestTarget).toBe('/p?a=1&b&c%20d=%E7%9B%B4%E6%92%AD%2B');
    expect(url.parameter('c d')).toBe('直播+');
    expect(RequestUrl.parse('https://h/p?')!.withParameter('a', '1').query).toBe('a=1');
    expect(RequestUrl.parse('https://h')!.withParameter('a', '1').requestTarget).toBe('/?a=1');
  });

  it('shows its query only where it is asked for', () => {
    const url = RequestUrl.parse('https://h/p?auth_key=s3cret')!;
    const shown = `${url.toString()} ${JSON.stringify({ url })} ${inspect(url, { depth: 9 })}`;
    expect(shown).not.toContain('s3cret');
    expect(url.toString()).toBe('h/p');
  });

  it.each(['h/p', '/p', 'https:///p', 'https://h/p#f', 'https://h/\u00e9', 'https://h/p?\n'])(
    'refuses %j',
    (text) => {
      expect(RequestUrl.parse(text)).toBeUndefined();
    },
  );
});

describe('appUserIdProblem', () => {
  it('allows visible ASCII and nothing else', () => {
    expect(appUserIdProblem('shop-17 b')).toBeUndefined();
    for (const wrong of ['', '店铺', ' a', 'a ', 'a\r\nb', 'x'.repeat(129)]) {
      expect(appUserIdProblem(wrong)).toContain('appUserId');
    }
  });
});
