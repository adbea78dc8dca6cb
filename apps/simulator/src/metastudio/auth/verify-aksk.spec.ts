import type { ArrivedRequest } from '../arrived-request.js';
import { canonicalRequest, parseSdkDate, sha256, signatureOf, verifyAkSk } from './verify-aksk.js';

/** A request, its signature and who published it. */
interface Vector {
  readonly of: string;
  readonly request: Omit<ArrivedRequest, 'body'> & { readonly body: string };
  readonly signed: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly canonicalHash?: string;
  readonly signature: string;
}

const GUIDE = {
  accessKey: 'QTWAOYTTINDUT2QVKYUC',
  secretKey: 'MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc',
};
const GO_SDK = { accessKey: 'AccessKey', secretKey: 'SecretKey' };
const NODE_SDK = {
  accessKey: 'AKEXAMPLE0123456789',
  secretKey: 'skExample/ABCDEFGHIJKLMNOPQRSTUVWXYZ0123',
};
const PROJECT = '70b7600000034253880af501cd000000';
const ROOM = '24bad71687b145e589126102f7693265';
const JOB = '26f065244f754b3aa853b649a21aaf66';
const HOST = 'metastudio.cn-north-4.myhuaweicloud.com';
const IN_2024 = { host: HOST, 'x-sdk-date': '20240115T083000Z' };
const JSON_IN_2024 = { ...IN_2024, 'content-type': 'application/json' };
const ROOMS = `/v1/${PROJECT}/smart-live-rooms`;

const CONTENT = {
  user: { userId: 'u1', name: '观众', level: 1, badge: '', badgeLevel: 0 },
  content: '你好 hello',
};
const REPORT = {
  total: 1,
  events: [{ timestamp: 1690819199000, type: 1, content: JSON.stringify(CONTENT) }],
};

const VECTORS: readonly Vector[] = [
  {
    of: 'the signing guide',
    ...GUIDE,
    request: {
      method: 'GET',
      path: '/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs',
      query: 'limit=2&marker=13551d6b-755d-4757-b956-536f674975c0',
      headers: {
        'content-type': 'application/json',
        host: 'service.region.example.com',
        'x-sdk-date': '20191115T033655Z',
      },
      body: '',
    },
    signed: 'content-type;host;x-sdk-date',
    canonicalHash: 'b25362e603ee30f4f25e7858e8a7160fd36e803bb2dfe206278659d71a9bcd7a',
    signature: '7be6668032f70418fcc22abc52071e57aff61b84a1d2381bb430d6870f4f6ebe',
  },
  {
    of: "the Go SDK's first test",
    ...GO_SDK,
    request: {
      method: 'GET',
      path: '/path',
      query: 'limit=1',
      headers: { 'x-sdk-date': '20060102T150405Z' },
      body: '',
    },
    signed: 'x-sdk-date',
    signature: '5a2ce64c865e0e6046321c6f3d5a77ba8413eeaf355c3166c03d58d02ac79624',
  },
  {
    of: "the Go SDK's second test",
    ...GO_SDK,
    request: {
      method: 'POST',
      path: '/path',
      query: 'key=value',
      headers: { 'x-sdk-date': '20060102T150405Z' },
      body: '{"Name":"test","Id":1}\n',
    },
    signed: 'x-sdk-date',
    signature: 'cecc2af119b18ab70b4d094c0750f3b42c02f254903179a0fc2cc72fc9db4f59',
  },
  {
    of: 'the Node SDK: rooms',
    ...NODE_SDK,
    request: { method: 'GET', path: ROOMS, query: '', headers: JSON_IN_2024, body: '' },
    signed: 'content-type;host;x-sdk-date',
    canonicalHash: '748b916aaa7f1e8e356615b45c9222462df395279a85b3372b059ad3736ce41f',
    signature: '5be3d124e1fa1c56fa5145b13cd95e5e71e2dab0500cbe70f93efcf7dfce021c',
  },
  {
    of: 'the Node SDK: rooms, with a slash at the end',
    ...NODE_SDK,
    request: { method: 'GET', path: `${ROOMS}/`, query: '', headers: JSON_IN_2024, body: '' },
    signed: 'content-type;host;x-sdk-date',
    signature: '5be3d124e1fa1c56fa5145b13cd95e5e71e2dab0500cbe70f93efcf7dfce021c',
  },
  {
    of: 'the Node SDK: rooms by a name that needs encoding',
    ...NODE_SDK,
    request: {
      method: 'GET',
      path: ROOMS,
      query:
        'room_name=%E7%9B%B4%E6%92%AD%E9%97%B4%20A%2BB&live_state=WAITING%2CPROCESSING&offset=0&limit=100',
      headers: { ...JSON_IN_2024, 'x-project-id': PROJECT },
      body: '',
    },
    signed: 'content-type;host;x-project-id;x-sdk-date',
    signature: '91d4eac267369f0cdbf244e1b967f89e272e1b279f1aea2cd656249ffe58c99e',
  },
  {
    of: 'the Node SDK: jobs that run',
    ...NODE_SDK,
    request: {
      method: 'GET',
      path: `${ROOMS}/${ROOM}/smart-live-jobs`,
      query: 'state=PROCESSING&sort_key=create_time&sort_dir=desc&limit=10',
      headers: { ...IN_2024, 'x-project-id': PROJECT },
      body: '',
    },
    signed: 'host;x-project-id;x-sdk-date',
    signature: '0ece54e506deae0e2ced370e8a3f361b5375a3df4e3228711534f6db683930e3',
  },
  {
    of: 'the Node SDK: a report',
    ...NODE_SDK,
    request: {
      method: 'POST',
      path: `${ROOMS}/${ROOM}/smart-live-jobs/${JOB}/live-event-report`,
      query: '',
      headers: { ...JSON_IN_2024, 'x-project-id': PROJECT },
      body: JSON.stringify(REPORT),
    },
    signed: 'content-type;host;x-project-id;x-sdk-date',
    signature: '6d2ca37137a862c317867300d3e254cbc9717589b6b11af8436e694f121775e3',
  },
];

function arrived(vector: Vector, changes: Partial<ArrivedRequest> = {}): ArrivedRequest {
  const { request, accessKey, signed, signature } = vector;
  const authorization = `SDK-HMAC-SHA256 Access=${accessKey}, SignedHeaders=${signed}, Signature=${signature}`;
  const headers = { ...request.headers, authorization };
  return { ...request, headers, body: Buffer.from(request.body), ...changes };
}

function headersOf(vector: Vector, changes: Record<string, string>): Partial<ArrivedRequest> {
  return { headers: { ...arrived(vector).headers, ...changes } };
}

function dateOf(vector: Vector): number {
  return parseSdkDate(String(vector.request.headers['x-sdk-date']))!;
}

describe('verifyAkSk', () => {
  it.each(VECTORS)('accepts the published signature of $of', (vector) => {
    expect(verifyAkSk(arrived(vector), vector, dateOf(vector))).toBeUndefined();
  });

  it.each(VECTORS.filter((vector) => vector.canonicalHash !== undefined))(
    'builds the published canonical request of $of',
    (vector) => {
      const request = arrived(vector);
      const canonical = canonicalRequest(request, vector.signed.split(';'), sha256(request.body))!;
      expect(sha256(canonical)).toBe(vector.canonicalHash);
      const date = String(vector.request.headers['x-sdk-date']);
      expect(signatureOf(canonical, date, vector.secretKey)).toBe(vector.signature);
    },
  );

  const [rooms, report] = [VECTORS[3]!, VECTORS.at(-1)!];

  it.each([
    ['the body was changed', { body: Buffer.from('{}') }, 'APIGW.0303'],
    ['the method was changed', { method: 'PUT' }, 'APIGW.0303'],
    ['the path was changed', { path: `${ROOMS}/x` }, 'APIGW.0303'],
    ['a query was added', { query: 'refresh_url=true' }, 'APIGW.0303'],
    ['a signed header was changed', headersOf(report, { host: 'evil.example' }), 'APIGW.0303'],
    ['the path is not decodable', { path: '/%zz' }, 'APIGW.0301'],
    ['the scheme is unknown', headersOf(report, { authorization: 'Bearer x' }), 'APIGW.0301'],
    ['the date is missing', headersOf(report, { 'x-sdk-date': '' }), 'APIGW.0301'],
    [
      'the claimed body hash is not the real one',
      headersOf(report, { 'x-sdk-content-sha256': sha256('other') }),
      'APIGW.0303',
    ],
  ])('refuses a request when %s', (_why, changes: Partial<ArrivedRequest>, code) => {
    const request = { ...arrived(report), ...changes };
    expect(verifyAkSk(request, report, dateOf(report))).toMatchObject({ status: 401, code });
  });

  it('refuses an unknown access key', () => {
    const key = { ...rooms, accessKey: 'ANOTHER' };
    expect(verifyAkSk(arrived(rooms), key, dateOf(rooms))).toMatchObject({ code: 'APIGW.0301' });
  });

  it('refuses a date that was not signed', () => {
    const vector = { ...rooms, signed: 'content-type;host' };
    expect(verifyAkSk(arrived(vector), vector, dateOf(vector))?.message).toContain('not signed');
  });

  it('refuses signed headers that are not sorted or not lower-case', () => {
    for (const signed of ['x-sdk-date;host', 'Host;x-sdk-date', 'host;host;x-sdk-date']) {
      const refusal = verifyAkSk(arrived({ ...rooms, signed }), rooms, dateOf(rooms));
      expect(refusal?.message).toContain('SignedHeaders');
    }
  });

  it('takes a date 15 minutes off and refuses one that is further off', () => {
    const quarter = 15 * 60_000;
    for (const side of [-1, 1]) {
      const edge = dateOf(rooms) + side * quarter;
      expect(verifyAkSk(arrived(rooms), rooms, edge)).toBeUndefined();
      expect(verifyAkSk(arrived(rooms), rooms, edge + side)).toMatchObject({ code: 'APIGW.0303' });
    }
  });

  it('wants the security token of temporary keys, signed', () => {
    const key = { ...rooms, securityToken: 'temporary' };
    const request = arrived(rooms, headersOf(rooms, { 'x-security-token': 'temporary' }));
    expect(verifyAkSk(request, key, dateOf(rooms))?.message).toContain('x-security-token');
  });

  it('refuses a security token beside keys that are not temporary', () => {
    const request = arrived(rooms, headersOf(rooms, { 'x-security-token': 'temporary' }));
    expect(verifyAkSk(request, rooms, dateOf(rooms))?.message).toContain('does not belong');
  });
});
