import { inspect } from 'node:util';
import { Secret } from '#secret';
import { shareOfOneShape } from '../../../../test/support/shapes.js';
import { endpointOf } from '../endpoint.js';
import { reportUrlOf } from '../report-target.js';
import { AkSkSigner } from './access-keys/aksk.signer.js';
import { AuthKeySigner, type AuthKeyOptions } from './auth-key.signer.js';
import type { UnsignedRequest } from './signer.js';
import { TokenSigner } from './iam/token.signer.js';

const target = {
  projectId: '70b7600000034253880af501cd000000',
  roomId: '24bad71687b145e589126102f7693265',
  jobId: '26f065244f754b3aa853b649a21aaf66',
};
const endpoint = endpointOf('https://metastudio.cn-north-4.myhuaweicloud.com');
const request: UnsignedRequest = {
  method: 'POST',
  url: reportUrlOf(endpoint, target),
  headers: { 'content-type': 'application/json', 'x-project-id': target.projectId },
  body: Buffer.from('{}'),
  now: Date.UTC(2024, 0, 15, 8, 30),
  target,
};
const keys = { accessKey: new Secret('ak'), secretKey: new Secret('sk') };

describe('AkSkSigner', () => {
  it('signs every header it is given, the host and the time', () => {
    const { headers } = new AkSkSigner(keys).sign(request);
    expect(headers).toEqual({
      'content-type': 'application/json',
      'x-project-id': target.projectId,
      'x-sdk-date': '20240115T083000Z',
      authorization: expect.stringMatching(
        /^SDK-HMAC-SHA256 Access=ak, SignedHeaders=content-type;host;x-project-id;x-sdk-date, Signature=[0-9a-f]{64}$/,
      ),
    });
  });

  it('gives all requests headers of one shape, so that V8 reads them fast', () => {
    const signer = new AkSkSigner(keys);
    expect(shareOfOneShape(() => signer.sign(request).headers)).toBeGreaterThan(0.99);
  });

  it('sends and signs the token of temporary keys', () => {
    const signer = new AkSkSigner({ ...keys, securityToken: new Secret('st') });
    const { headers } = signer.sign(request);
    expect(headers['x-security-token']).toBe('st');
    expect(headers['authorization']).toContain(';x-sdk-date;x-security-token,');
  });

  it('signs a host with the port that is written', () => {
    const local = reportUrlOf(endpointOf('http://127.0.0.1:8080'), target);
    const elsewhere = reportUrlOf(endpointOf('http://127.0.0.1:8081'), target);
    const sign = (url: typeof local) =>
      new AkSkSigner(keys).sign({ ...request, url }).headers['authorization'];
    expect(sign(local)).not.toBe(sign(elsewhere));
  });

  it('never shows its keys', () => {
    const signer = new AkSkSigner({ accessKey: new Secret('AKIA'), secretKey: new Secret('hush') });
    expect(inspect(signer, { depth: 9, showHidden: true }) + JSON.stringify(signer)).not.toMatch(
      /AKIA|hush/,
    );
  });

  it('cannot renew refused keys', () => {
    expect(new AkSkSigner(keys).refused()).toBe(false);
  });
});

describe('TokenSigner', () => {
  it('sends the token and changes nothing else', () => {
    const { headers, url } = new TokenSigner(new Secret('tkn')).sign(request);
    expect(headers).toEqual({ ...request.headers, 'x-auth-token': 'tkn' });
    expect(url).toBe(request.url);
  });
});

describe('AuthKeySigner', () => {
  const expiresTime = 1_705_307_400_000;
  const options: AuthKeyOptions = {
    secret: new Secret('exampleSecretKey0123456789abcdef'),
    template: '{url}{expires_time}',
    encoding: 'hex',
    ttlSeconds: 3600,
    carrier: 'query',
  };
  const at = { ...request, now: expiresTime - 3_600_000 };

  it.each([
    [
      '{host}{path}{expires_time}',
      '65f620fbe9db677507ae4165ff1ba362b683911ccc1201f76d6068446dd1fcdc',
      'ZfYg++nbZ3UHrkFl/xujYraDkRzMEgH3bWBoRG3R/Nw=',
    ],
    [
      '{path}{expires_time}',
      '13c8033e2a0b6a0be2f6f94a41641fbffbec56288acf9a845a2479585cd79dad',
      'E8gDPioLagvi9vlKQWQfv/vsViiKz5qEWiR5WFzXna0=',
    ],
    [
      '{scheme}://{host}{path}{expires_time}',
      '162b4b893a2e7f42be355f9cf70a488a587619c5e2b9644340cd37ad4412bbf3',
      'FitLiTouf0K+NV+c9wpIilh2GcXiuWRDQM03rUQSu/M=',
    ],
    [
      '{url}{expires_time}',
      '162b4b893a2e7f42be355f9cf70a488a587619c5e2b9644340cd37ad4412bbf3',
      'FitLiTouf0K+NV+c9wpIilh2GcXiuWRDQM03rUQSu/M=',
    ],
    [
      '{host}{path}{expires_time_hex}',
      '6dad7ca99f43609fdfa0fc6cb33160fe96e289df8cbf6aed23853d2291a0eb5c',
      'ba18qZ9DYJ/foPxsszFg/pbiid+Mv2rtI4U9IpGg61w=',
    ],
  ])('fills %s and signs it', (template, hex, base64) => {
    const keyOf = (encoding: AuthKeyOptions['encoding']) =>
      new AuthKeySigner({ ...options, template, encoding }).sign(at).url.parameter('auth_key');
    expect(keyOf('hex')).toBe(hex);
    expect(keyOf('base64')).toBe(base64);
    expect(keyOf('base64url')).toBe(
      base64.replaceAll('+', '-').replaceAll('/', '_').replace('=', ''),
    );
  });

  it('reproduces the scheme that MetaStudio publishes for live platforms', () => {
    const signer = new AuthKeySigner({
      ...options,
      secret: new Secret('GCTbw44s6MPLh4GqgDpnfuFHgy25Enly'),
      template: 'api.example.com/v1/products?limit=10&live_id=111&offset=066df9308',
    });
    expect(signer.sign(at).url.parameter('auth_key')).toBe(
      '5e7fe8869a12a87ea966d9edbc02e38cd4ce62c73b8b05c638f15835e78902d7',
    );
  });

  it('encodes a base64 key for the query', () => {
    const template = '{host}{path}{expires_time}';
    const { url } = new AuthKeySigner({ ...options, template, encoding: 'base64' }).sign(at);
    expect(url.query).toBe(
      'auth_key=ZfYg%2B%2BnbZ3UHrkFl%2FxujYraDkRzMEgH3bWBoRG3R%2FNw%3D' +
        `&expires_time=${expiresTime}`,
    );
  });

  it('keeps the query that is there and leaves it out of {url}', () => {
    const asking = { ...at, url: at.url.withParameter('refresh_url', 'true') };
    const plain = new AuthKeySigner(options).sign(at).url;
    const { url } = new AuthKeySigner(options).sign(asking);
    expect(url.query).toBe(`refresh_url=true&${plain.query}`);
  });

  it('carries key and expiry in headers where the scheme says so', () => {
    const { url, headers } = new AuthKeySigner({ ...options, carrier: 'header' }).sign(at);
    expect(url).toBe(at.url);
    expect(headers).toEqual({
      ...request.headers,
      'x-mss-auth-key': '162b4b893a2e7f42be355f9cf70a488a587619c5e2b9644340cd37ad4412bbf3',
      'x-mss-expires-time': String(expiresTime),
    });
  });

  it('names the ids of the job', () => {
    const template = '{project_id}/{room_id}/{job_id}';
    const filled = Object.values(target).join('/');
    const [named, plain] = [template, filled].map((of) =>
      new AuthKeySigner({ ...options, template: of }).sign(at).url.parameter('auth_key'),
    );
    expect(named).toBe(plain);
  });

  it('gives a whole expiry when the clock has fractions', () => {
    const { url } = new AuthKeySigner(options).sign({ ...at, now: at.now + 0.5 });
    expect(url.parameter('expires_time')).toBe(String(expiresTime));
  });

  it('signs nothing but reports', () => {
    const other = { ...at, target: undefined };
    expect(() => new AuthKeySigner(options).sign(other)).toThrow('Only reports');
  });

  it.each(['', '{url', '{nothing}', 'a}b', '{__proto__}', '{toString}', 'x'.repeat(1025)])(
    'refuses the template %j',
    (template) => {
      expect(() => new AuthKeySigner({ ...options, template })).toThrow(TypeError);
    },
  );
});
