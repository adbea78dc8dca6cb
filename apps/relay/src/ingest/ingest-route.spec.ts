import { addressOf, isIngestPath } from './ingest-route.js';
import { isJson } from './media-type.js';

describe('addressOf', () => {
  it.each([
    ['/ingest/shop', 'shop', undefined],
    ['/ingest/shop?token=a', 'shop', 'a'],
    ['/ingest/shop.1_a-b?x=1&token=a%2Fb', 'shop.1_a-b', 'a/b'],
    ['/ingest/shop?token=a+b==', 'shop', 'a+b=='],
  ])('reads %s', (url, bridge, token) => {
    expect(addressOf(url)).toEqual({ bridge, token });
  });

  it.each(['/ingest/', '/ingest/a/b', '/ingest/A', '/ingest/%2e', '/ingest/../healthz', '/shop'])(
    'finds no bridge in %s',
    (url) => expect(addressOf(url)).toBeUndefined(),
  );

  it('tells the paths of the ingest from others', () => {
    expect(['/ingest/a', '/ingest', '/ingestion', '/'].map(isIngestPath)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('isJson', () => {
  it.each([
    [undefined, true],
    ['application/json', true],
    ['Application/JSON; charset=UTF-8', true],
    ['application/json; charset="utf-8"', true],
    ['application/x-ndjson', true],
    ['text/plain;charset=utf-8', true],
    ['application/problem+json', true],
    ['application/json; charset=gb18030', false],
    ['application/x-www-form-urlencoded', false],
    ['multipart/form-data; boundary=x', false],
    ['application/xml', false],
    ['', false],
  ])('content type %s: %s', (type, isTaken) => expect(isJson(type)).toBe(isTaken));
});
