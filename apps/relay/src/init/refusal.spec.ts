import { CredentialError, MetaStudioCallError } from '#metastudio';
import { INIT_WORDS } from './init-words.js';
import { refusalIn } from './refusal.js';

describe('refusalIn', () => {
  it('distinguishes a refusal from no answer, in Chinese without English sentences', () => {
    const refused = new MetaStudioCallError('GET host/path', {
      reason: 'unauthorized',
      fault: 'wrong-secret',
      status: 401,
      errorCode: 'APIGW.0301',
    });
    expect(refusalIn(INIT_WORDS.zh, refused)).toBe(
      '验证没有通过：签名校验失败：SK 与 AK 不匹配。请检查 SK（401，APIGW.0301）',
    );
    expect(refusalIn(INIT_WORDS.en, refused)).toMatch(/^MetaStudio did not take them: GET host/u);
    const away = new MetaStudioCallError('GET host/path', {
      reason: 'unavailable',
      errorCode: 'ECONNREFUSED',
    });
    expect(refusalIn(INIT_WORDS.zh, away)).toMatch(/^连接 MetaStudio 失败：.*（ECONNREFUSED）$/u);
    expect(refusalIn(INIT_WORDS.en, away)).toMatch(/^MetaStudio could not be asked: /u);
  });

  it('sends nobody to a configuration file, which init is about to write', () => {
    for (const fault of [undefined, 'unknown-key', 'signature-or-clock', 'locked'] as const) {
      const why = { reason: 'unauthorized', fault, status: 401 } as const;
      const refused = new MetaStudioCallError('GET host/path', why);
      expect(refusalIn(INIT_WORDS.zh, refused)).not.toContain('配置文件');
    }
  });

  it('says in Chinese, too, that no credential was given', () => {
    const refused = new CredentialError('IAM refuses.', {
      retriable: false,
      giverCode: 'IAM.0006',
    });
    expect(refusalIn(INIT_WORDS.zh, refused)).toBe(
      '验证没有通过：IAM 没有发放凭证。请检查配置文件 auth 中的账号、用户名、密码和项目（IAM.0006）',
    );
    expect(refusalIn(INIT_WORDS.en, refused)).toBe('MetaStudio did not take them: IAM refuses.');
  });
});
