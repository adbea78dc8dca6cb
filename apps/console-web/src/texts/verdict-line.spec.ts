import { pretendBrowser } from '../../../../test/support/pretend-browser.js';
import { language, loadLanguage, switchLanguage } from './texts.js';
import { verdictLine, wayOutOf } from './verdict-line.js';

const level = 'trouble' as const;

describe('what a state says', () => {
  beforeAll(async () => {
    pretendBrowser();
    await loadLanguage();
  });

  it('names the remedy of the reason, in the language of the page alone', async () => {
    const refused = { level, code: 'target-paused', why: 'unauthorized' } as const;
    const deaf = { level, code: 'deaf-silent', detail: 'The relay says this in English.' } as const;
    const exact = { ...deaf, detailZh: '请检查 url 的最后一段。' } as const;
    const known = { ...exact, code: 'refused' } as const;
    const banned = { level, code: 'refused', detail: 'Der Raum ist zu.' } as const;
    const says = 'is sealed with another RELAY_STATE_KEY than that of this process: give it anew';
    const sealed = { level, code: 'unusable', detail: `/source/token ${says}` } as const;
    expect(wayOutOf(sealed)).toBe(
      `source.token: ${says}. Change what is named, or take the bridge away.`,
    );
    expect(verdictLine(refused)).toContain('(the credential is refused)');
    expect(wayOutOf(refused)).toMatch(/^Check the credential.* Then resume the room\.$/u);
    expect(wayOutOf(deaf)).toBe(deaf.detail);
    await switchLanguage();
    expect(wayOutOf(refused)).toMatch(/^请检查凭证.*恢复上报”。$/u);
    expect(wayOutOf(deaf)).not.toContain('English');
    expect(wayOutOf(exact)).toBe(exact.detailZh);
    expect(wayOutOf(known)).toMatch(/^请检查 url 的最后一段。处理后/u);
    expect(wayOutOf(sealed)).toMatch(/^source\.token：密钥是用另一个.*。请修改该配置项/u);
    // It may be our own guard that refuses, and no platform.
    expect(verdictLine(known)).not.toContain('平台');
    // Only the platform knows this, so its words are shown in any language.
    expect(wayOutOf(banned)).toContain(banned.detail);
  });

  it.each([
    [
      'a variable that is not set',
      '/source/token the environment variable RELAY_SECRET_T is not set; set it, or give a default',
    ],
    ['a project that has gone', '/target/project is not the name of a project (default)'],
    ['no project', '/target has no project to go to; give metastudio or projects'],
    ['a type of another version', '/source/type is no source type; did you mean kick? (all: kick)'],
    [
      'what another version wrote',
      'cannot be read by this version: make it anew, or run the version that wrote it',
    ],
  ])('says in Chinese alone why a bridge does not run any more: %s', async (_, detail) => {
    if (language.value !== 'zh') await switchLanguage();
    const says = wayOutOf({ level, code: 'unusable', detail });
    expect(says).toMatch(/^(?:[a-z.]+：)?\P{Lower}*(?:metastudio 或 projects\P{Lower}*)?$/u);
  });
});
