import { endpointOf, endpointOfRegion, endpointProblem } from './endpoint.js';

describe('endpointOf', () => {
  it.each([
    ['https://metastudio.cn-north-4.myhuaweicloud.com', 443, false],
    ['https://metastudio.cn-north-4.myhuaweicloud.com/', 443, false],
    ['https://gateway.example.com:8443', 8443, false],
    ['http://127.0.0.1:8080', 8080, true],
    ['http://localhost', 80, true],
    ['http://[::1]:9', 9, true],
  ])('reads %s', (text, port, loopback) => {
    expect(endpointOf(text)).toMatchObject({ port, loopback, origin: new URL(text).origin });
  });

  it.each([
    '',
    'metastudio.example.com',
    'ftp://example.com',
    'http://example.com',
    'http://127.0.0.1.example.com',
    'https://user:pass@example.com',
    'https://example.com/v1',
    'https://example.com?x=1',
    'https://example.com#x',
    'https://exa mple.com',
  ])('refuses %j without repeating it', (text) => {
    const problem = endpointProblem(text);
    expect(problem).toMatch(/^The endpoint must/);
    expect(text !== '' && problem?.includes(text)).toBe(false);
    expect(() => endpointOf(text)).toThrow(TypeError);
  });

  it('knows the host of a region', () => {
    expect(endpointProblem(endpointOfRegion('cn-north-4'))).toBeUndefined();
  });
});
