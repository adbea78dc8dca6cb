import { presentedKey, schemeKey } from './auth-key.js';

const names = {
  projectId: '70b7600000034253880af501cd000000',
  roomId: '24bad71687b145e589126102f7693265',
  jobId: '26f065244f754b3aa853b649a21aaf66',
};
const path = `/v1/${names.projectId}/smart-live-rooms/${names.roomId}/smart-live-jobs/${names.jobId}/live-event-report`;
const headers = { host: 'metastudio.cn-north-4.myhuaweicloud.com' };
const request = { method: 'POST', path, query: '', headers, body: Buffer.alloc(0) };

/** Made with another implementation; Huawei publishes none for this call. */
const VECTORS = [
  [
    '{host}{path}{expires_time}',
    '65f620fbe9db677507ae4165ff1ba362b683911ccc1201f76d6068446dd1fcdc',
  ],
  ['{path}{expires_time}', '13c8033e2a0b6a0be2f6f94a41641fbffbec56288acf9a845a2479585cd79dad'],
  [
    '{host}{path}{expires_time_hex}',
    '6dad7ca99f43609fdfa0fc6cb33160fe96e289df8cbf6aed23853d2291a0eb5c',
  ],
] as const;

const secret = 'exampleSecretKey0123456789abcdef';

function keyOf(template: string): string {
  return schemeKey({ secret, template, encoding: 'hex' }, request, names, 1);
}

describe('schemeKey', () => {
  it.each(VECTORS)('signs the template %s', (template, hex) => {
    const scheme = { secret, template, encoding: 'hex' } as const;
    expect(schemeKey(scheme, request, names, 1_705_307_400_000)).toBe(hex);
    const base64 = Buffer.from(hex, 'hex').toString('base64');
    const other = { secret, template, encoding: 'base64' } as const;
    expect(schemeKey(other, request, names, 1_705_307_400_000)).toBe(base64);
  });

  it('has scheme, host and path in {url}, and leaves unknown placeholders as they are', () => {
    expect(keyOf('{url}')).toBe(keyOf('{scheme}://{host}{path}'));
    expect(keyOf('{nobody}')).not.toBe(keyOf(''));
  });
});

describe('presentedKey', () => {
  it.each(['-1', '4102415999001', 'soon', ''])(
    'an expires_time of %j is a wrong parameter',
    (time) => {
      for (const key of ['', 'auth_key=k&']) {
        const query = `${key}expires_time=${time}`;
        expect(presentedKey({ ...request, query })).toMatchObject({ status: 400 });
      }
    },
  );

  it('is unauthorized where the key or its expires_time is missing', () => {
    expect(presentedKey({ ...request, query: 'expires_time=1' })).toMatchObject({ status: 401 });
    expect(presentedKey({ ...request, query: 'auth_key=k' })).toMatchObject({ status: 401 });
  });
});
