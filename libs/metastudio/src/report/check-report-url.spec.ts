import * as fc from 'fast-check';
import { endpointOf } from '../endpoint.js';
import { reportPathOf } from '../report-target.js';
import { checkReportUrl, type UrlRefusal } from './check-report-url.js';

const target = {
  projectId: '70b7600000034253880af501cd000000',
  roomId: '24bad71687b145e589126102f7693265',
  jobId: '26f065244f754b3aa853b649a21aaf66',
};
const path = reportPathOf(target);
const rules = {
  endpoint: endpointOf('https://metastudio.cn-north-4.myhuaweicloud.com'),
  allowedHosts: ['.myhuaweicloud.com', 'reports.example.com'],
};
const local = { endpoint: endpointOf('http://127.0.0.1:8080'), allowedHosts: ['localhost'] };

function verdict(url: string, by = rules): 'accepted' | UrlRefusal {
  const checked = checkReportUrl(url, by, target);
  return checked.ok ? 'accepted' : checked.refusal;
}

describe('checkReportUrl', () => {
  it.each([
    `https://metastudio.cn-north-4.myhuaweicloud.com${path}`,
    `https://metastudio.cn-north-4.myhuaweicloud.com:443${path}`,
    `https://METASTUDIO.cn-north-4.MyHuaweiCloud.com${path}`,
    `https://mss-report.cn-east-3.myhuaweicloud.com${path}?auth_key=a%2Bb&expires_time=1`,
    `https://reports.example.com${path}?auth_key=a/b+c==&x=[1]{2}|3`,
  ])('accepts %s and keeps it byte for byte', (url) => {
    const checked = checkReportUrl(url, rules, target);
    expect(checked).toMatchObject({ ok: true });
    expect(checked.ok && checked.url.requestTarget).toBe(url.slice(url.indexOf('/v1/')));
  });

  it('treats an id with and without the hyphens of a UUID as equal', () => {
    const hyphenated = { ...target, roomId: '24bad716-87b1-45e5-8912-6102f7693265' };
    const url = `https://metastudio.cn-north-4.myhuaweicloud.com${path}`;
    expect(checkReportUrl(url, rules, hyphenated).ok).toBe(true);
  });

  it.each<[UrlRefusal, string]>([
    ['host', 'https://evilmyhuaweicloud.com'],
    ['host', 'https://myhuaweicloud.com'],
    ['host', 'https://myhuaweicloud.com.evil.com'],
    ['host', 'https://metastudio.cn-north-4.myhuaweicloud.com.evil.com'],
    ['host', 'https://metastudio.cn-north-4.myhuaweicloud.com.'],
    ['host', 'https://.metastudio.cn-north-4.myhuaweicloud.com'],
    ['host', 'https://a..myhuaweicloud.com'],
    ['malformed', 'https://a*b.myhuaweicloud.com'],
    ['host', 'https://a.reports.example.com'],
    ['malformed', 'https://evil%2emyhuaweicloud.com'],
    ['credentials', 'https://user@metastudio.cn-north-4.myhuaweicloud.com'],
    ['credentials', 'https://a:b@metastudio.cn-north-4.myhuaweicloud.com'],
    ['credentials', 'https://metastudio.cn-north-4.myhuaweicloud.com@evil.com'],
    ['credentials', 'https://evil.com\\@metastudio.cn-north-4.myhuaweicloud.com'],
    ['malformed', 'https://metastudio.cn-north-4.myhuaweicloud.com\\evil'],
    ['malformed', 'https://metastudio.cn-north-4.myhuaweicloud。com'],
    ['malformed', 'https://Kelvin.myhuaweicloud.com'],
    ['malformed', 'https://ｍetastudio.cn-north-4.myhuaweicloud.com'],
    ['malformed', 'https://'],
    ['malformed', 'https:metastudio.cn-north-4.myhuaweicloud.com'],
    ['malformed', '//metastudio.cn-north-4.myhuaweicloud.com'],
    ['malformed', 'ftp://metastudio.cn-north-4.myhuaweicloud.com'],
    ['malformed', ' https://metastudio.cn-north-4.myhuaweicloud.com'],
    ['malformed', 'ht\ntps://metastudio.cn-north-4.myhuaweicloud.com'],
    ['scheme', 'http://metastudio.cn-north-4.myhuaweicloud.com'],
    ['port', 'https://metastudio.cn-north-4.myhuaweicloud.com:8443'],
    ['port', 'https://metastudio.cn-north-4.myhuaweicloud.com:'],
    ['ip-literal', 'https://169.254.169.254'],
    ['ip-literal', 'https://[::1]'],
    ['ip-literal', 'https://127.0.0.1'],
    ['host', 'https://0x7f.1'],
    ['host', 'https://2130706433'],
    ['host', 'https://localhost'],
  ])('refuses as %s the origin %s', (refusal, origin) => {
    expect(verdict(`${origin}${path}`)).toBe(refusal);
  });

  it.each<[UrlRefusal, string]>([
    ['path', ''],
    ['path', '/'],
    ['path', `${path}/`],
    ['path', `/${path}`],
    ['path', path.replace('/smart-live-rooms', '//smart-live-rooms')],
    ['path', path.replace(target.projectId, `x/../${target.projectId}`)],
    ['path', path.replace(target.projectId, `x/%2e%2e/${target.projectId}`)],
    ['path', path.replace('live-event-report', 'live-event%2Dreport')],
    ['path', path.replace('live-event-report', 'stop')],
    ['path', path.replace(target.projectId, 'f'.repeat(32))],
    ['path', path.replace(target.roomId, 'f'.repeat(32))],
    ['path', path.replace(target.jobId, 'f'.repeat(32))],
    ['path', path.toUpperCase()],
    ['fragment', `${path}#x`],
    ['fragment', `${path}?auth_key=a#`],
    ['malformed', `${path}?auth_key=a b`],
    ['malformed', `${path}?auth_key=a\r\nhost: evil`],
    ['malformed', `${path}?auth_key=键`],
    ['malformed', path.replaceAll('/', '\\')],
    ['too-long', `${path}?auth_key=${'a'.repeat(8192)}`],
  ])('refuses as %s the rest %s', (refusal, rest) => {
    expect(verdict(`https://metastudio.cn-north-4.myhuaweicloud.com${rest}`)).toBe(refusal);
  });

  it('follows http only where the endpoint is loopback http, and only to loopback', () => {
    expect(verdict(`http://127.0.0.1:8080${path}`, local)).toBe('accepted');
    expect(verdict(`http://localhost:8080${path}`, local)).toBe('accepted');
    expect(verdict(`http://127.0.0.1:9090${path}`, local)).toBe('port');
    expect(verdict(`http://127.0.0.2:8080${path}`, local)).toBe('ip-literal');
    const wide = { ...local, allowedHosts: ['.example.com'] };
    expect(verdict(`http://a.example.com:8080${path}`, wide)).toBe('scheme');
  });

  it('ignores an empty or a bare-dot rule of allowed hosts', () => {
    const bare = { ...rules, allowedHosts: ['', '.'] };
    expect(verdict(`https://evil.com${path}`, bare)).toBe('host');
  });

  it('accepts no URL that a browser would send elsewhere, whatever the text', () => {
    const pieces = fc.constantFrom(
      'https://',
      'http://',
      'metastudio.cn-north-4.myhuaweicloud.com',
      '.myhuaweicloud.com',
      'evil.com',
      '169.254.169.254',
      '@',
      ':',
      ':443',
      '\\',
      '/',
      '%2e',
      '.',
      '?',
      '#',
      '\t',
      path,
    );
    const text = fc.array(fc.oneof({ weight: 9, arbitrary: pieces }, fc.string()), {
      minLength: 2,
      maxLength: 8,
    });
    fc.assert(
      fc.property(text, (parts) => {
        const checked = checkReportUrl(parts.join(''), rules, target);
        if (!checked.ok) return;
        const read = new URL(parts.join(''));
        expect(read.protocol).toBe('https:');
        expect(read.username + read.password + read.hash + read.port).toBe('');
        expect(read.hostname).toMatch(/^([\w-]+\.)+myhuaweicloud\.com$/);
        expect(read.pathname).toBe(path);
        expect(checked.url.reveal().toLowerCase()).toBe(parts.join('').toLowerCase());
      }),
      { numRuns: 5000 },
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect([
          'accepted',
          'malformed',
          'fragment',
          'credentials',
          'host',
          'ip-literal',
          'scheme',
          'port',
          'path',
        ]).toContain(verdict(text));
      }),
    );
  });
});
