import { pretendBrowser } from '../../../../test/support/pretend-browser.js';
import { ApiError } from '../api/client.js';
import { loadLanguage, switchLanguage } from './texts.js';
import { problemText } from './problem-text.js';

describe('problemText', () => {
  beforeAll(async () => {
    pretendBrowser();
    await loadLanguage();
  });

  it('says what to do where the relay knows no token, and typing one does not help', async () => {
    const detailZh = '请先设置。';
    const more = new ApiError(401, 'unauthenticated', 'Set it first.', [], { detailZh });
    const plain = new ApiError(401, 'unauthenticated', 'Show one.');
    expect(problemText(more)).toBe('Set it first.');
    await switchLanguage();
    expect(problemText(more)).toBe(detailZh);
    expect(problemText(plain)).toBe('请先登录。');
    await switchLanguage();
  });

  it('says what kind of problem it is, where the detail alone does not tell', () => {
    const more = { title: 'Too many sources are being tried' };
    const problem = new ApiError(503, 'too-many-trials', 'At most 4 are.', [], more);
    expect(problemText(problem)).toBe('Too many sources are being tried. At most 4 are.');
  });

  it('says why a bridge is not resumed, in the language of the page', async () => {
    const detail =
      'is number 2 of at most 1 sessions of a room: the platform refuses it; give some bridges another credential';
    const full = { pointer: '/source', detail };
    const unknown = { pointer: '/name', detail: 'must be as it is' };
    const refused = (...errors: object[]): ApiError =>
      new ApiError(400, 'invalid', 'The request is not valid', errors as (typeof full)[]);
    expect(problemText(refused(full))).toContain('refuses it');
    await switchLanguage();
    expect(problemText(refused(full))).toContain('平台上限');
    expect(problemText(refused(full, unknown))).toContain('不符合要求');
  });
});
