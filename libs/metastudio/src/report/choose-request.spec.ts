import { shareOfOneShape } from '../../../../test/support/shapes.js';
import { endpointOf } from '../endpoint.js';
import { reportPathOf } from '../report-target.js';
import {
  chooseRequest,
  REFRESH_MARGIN_MS,
  type ReportAddress,
  type ReportPolicy,
} from './choose-request.js';

const target = { projectId: 'p', roomId: 'r', jobId: 'j' };
const origin = 'https://metastudio.cn-north-4.myhuaweicloud.com';
const documented = `${origin}${reportPathOf(target)}`;
const policy: ReportPolicy = {
  endpoint: endpointOf(origin),
  allowedHosts: ['.myhuaweicloud.com'],
  reportAuth: 'auth-key',
  refreshUrl: 'auto',
};
const NOW = 1_700_000_000_000;
const HOUR = 3_600_000;
const withKey = (expiresTime: number) =>
  `${documented}?auth_key=abc%2B&expires_time=${expiresTime}`;

function chosen(over: Partial<ReportPolicy>, address: Partial<ReportAddress> = {}) {
  const choice = chooseRequest({ ...policy, ...over }, { target, ...address }, NOW);
  if (choice.kind === 'no-url') return choice;
  const { url, via, ownKey, refresh } = choice;
  return { url: url.reveal(), via, ownKey, refresh };
}

describe('chooseRequest', () => {
  it('gives all requests one shape, so that V8 reads them fast', () => {
    expect(shareOfOneShape(() => chooseRequest(policy, { target }, NOW))).toBeGreaterThan(0.99);
  });

  it('uses the documented path where no URL was issued', () => {
    const expected = { url: documented, via: 'endpoint', ownKey: false, refresh: false };
    expect(chosen({})).toEqual(expected);
    expect(chosen({ reportAuth: 'auth' })).toEqual(expected);
  });

  it.each(['auth', 'auth-key', 'url'] as const)(
    'uses an issued URL with its own key as given where reportAuth is %s',
    (reportAuth) => {
      const issuedUrl = withKey(NOW + HOUR);
      expect(chosen({ reportAuth }, { issuedUrl, issuedAt: NOW - HOUR })).toEqual({
        url: issuedUrl,
        via: 'issued',
        ownKey: true,
        refresh: false,
      });
    },
  );

  it('follows an issued URL without a key as given, authenticated as configured', () => {
    const issuedUrl = `https://other.myhuaweicloud.com${reportPathOf(target)}?zone=1`;
    expect(chosen({}, { issuedUrl })).toEqual({
      url: issuedUrl,
      via: 'issued',
      ownKey: false,
      refresh: false,
    });
  });

  it('uses an issued URL without a key as it is if there is no credential', () => {
    const issuedUrl = `${documented}?ticket=1`;
    expect(chosen({ reportAuth: 'url' }, { issuedUrl })).toMatchObject({
      url: issuedUrl,
      ownKey: true,
    });
  });

  it('treats a time of issue that is no number as unknown', () => {
    const issuedUrl = withKey(NOW + REFRESH_MARGIN_MS);
    expect(chosen({}, { issuedUrl, issuedAt: NaN })).toMatchObject({ refresh: true });
  });

  it('asks for a fresh URL ten minutes before the end, at the end of the query', () => {
    const issuedUrl = withKey(NOW + REFRESH_MARGIN_MS);
    expect(chosen({}, { issuedUrl })).toEqual({
      url: `${issuedUrl}&refresh_url=true`,
      via: 'issued',
      ownKey: true,
      refresh: true,
    });
    expect(chosen({}, { issuedUrl: withKey(NOW + REFRESH_MARGIN_MS + 1) })).toMatchObject({
      refresh: false,
    });
  });

  it('asks for a fresh URL in the last fifth of a short life', () => {
    const issuedUrl = withKey(NOW + 60_000);
    expect(chosen({}, { issuedUrl, issuedAt: NOW - 60_000 })).toMatchObject({ refresh: false });
    expect(chosen({}, { issuedUrl, issuedAt: NOW - 240_000 })).toMatchObject({ refresh: true });
  });

  it('uses the endpoint once the URL has expired, and asks for a fresh one', () => {
    expect(chosen({}, { issuedUrl: withKey(NOW) })).toEqual({
      url: `${documented}?refresh_url=true`,
      via: 'endpoint',
      ownKey: false,
      refresh: true,
    });
  });

  it('uses an expired URL where nothing else can authenticate', () => {
    expect(chosen({ reportAuth: 'url' }, { issuedUrl: withKey(NOW - 1) })).toMatchObject({
      via: 'issued',
      ownKey: true,
      refresh: true,
    });
  });

  it('refreshUrl always: asks for a fresh URL, once in the query', () => {
    const always = { refreshUrl: 'always' } as const;
    expect(chosen(always)).toMatchObject({ url: `${documented}?refresh_url=true` });
    const issuedUrl = `${withKey(NOW + HOUR)}&refresh_url=true`;
    expect(chosen(always, { issuedUrl })).toMatchObject({ url: issuedUrl, refresh: true });
  });

  it('refreshUrl never: asks for none, and leaves the URL near its end', () => {
    const never = { refreshUrl: 'never' } as const;
    expect(chosen(never, { issuedUrl: withKey(NOW + 1000) })).toMatchObject({
      url: documented,
      via: 'endpoint',
      refresh: false,
    });
    const onlyUrl = { ...never, reportAuth: 'url' } as const;
    expect(chosen(onlyUrl, { issuedUrl: withKey(NOW + 1000) })).toMatchObject({
      url: withKey(NOW + 1000),
      refresh: false,
    });
  });

  it.each([
    '',
    '&expires_time=',
    '&expires_time=soon',
    '&expires_time=-1',
    `&expires_time=${'9'.repeat(17)}`,
  ])('uses a URL whose expiry is %j until it is refused', (expiry) => {
    const issuedUrl = `${documented}?auth_key=abc${expiry}`;
    expect(chosen({}, { issuedUrl })).toMatchObject({ url: issuedUrl, refresh: false });
  });

  it('does not follow a URL that points elsewhere, and says why', () => {
    const issuedUrl = `https://evil.com${reportPathOf(target)}?auth_key=a`;
    expect(chooseRequest(policy, { target, issuedUrl }, NOW)).toMatchObject({
      kind: 'request',
      via: 'endpoint',
      issuedUrlRefused: 'host',
    });
    expect(chooseRequest({ ...policy, reportAuth: 'url' }, { target, issuedUrl }, NOW)).toEqual({
      kind: 'no-url',
      issuedUrlRefused: 'host',
    });
  });

  it('has no request without a URL and without a credential for reports', () => {
    expect(chosen({ reportAuth: 'url' })).toMatchObject({ kind: 'no-url' });
  });
});
