import { pretendBrowser } from '../../../../test/support/pretend-browser.js';
import { loadLanguage, switchLanguage } from '../texts/texts.js';
import { toldText } from './told-text.js';

const SECRET = 'is a secret, which is stored sealed alone: set RELAY_STATE_KEY for every process';
const MUST = 'must be the name in the address of the channel';

describe('what is wrong with a field', () => {
  beforeAll(async () => {
    pretendBrowser();
    await loadLanguage();
  });

  it('is a sentence, and in Chinese includes no unrelated help', async () => {
    expect(toldText(`is missing; it ${MUST}`, 'the name', true)).toBe('This is needed: the name');
    expect(toldText(SECRET, 'the token', false)).toBe(`This ${SECRET}.`);
    await switchLanguage();
    expect(toldText(MUST, '频道名', false)).toBe('格式不正确，应为：频道名');
    expect(toldText(SECRET, '令牌', false)).toContain('RELAY_STATE_KEY');
    const address = 'must be an address that begins with ws:// or wss://';
    expect(toldText(address, '末尾的数字', false)).toContain('ws://');
    const port = `${address}; it has no host, or a port that is none (1 to 65535)`;
    expect(toldText(port, '末尾的数字', false)).toContain('端口');
    expect(toldText(`${address}; write a # in it as %23`, '末尾的数字', false)).toContain('%23');
    const path = 'must be a path, such as user.name; it has something else at character 4';
    expect(toldText(path, '', false)).not.toContain('must');
    expect(toldText('must be the name of a query parameter', '', false)).not.toContain('must');
    const anew = 'must be given anew: the source leads elsewhere than before';
    expect(toldText(anew, '仅当服务启动时设置了令牌', false)).toContain('请重新填写');
    const other = 'must be as in the bridge a, which has the same target';
    expect(toldText(other, 'App 用户', false)).toContain('同一个直播间');
    const always = 'must be always, since the project other has no auth to see with whether';
    expect(toldText(always, '', false)).toContain('始终连接');
    const key = 'is sealed with another RELAY_STATE_KEY than that of this process: give it anew';
    expect(toldText(key, '令牌', false)).toContain('另一个 RELAY_STATE_KEY');
    // No wish is put before what is no wish.
    const number = 'is number 4 of at most 3 connections';
    expect(toldText(number, '令牌', false)).toBe(number);
    expect(toldText('is missing; it must be a list', '', false)).toBe('必填：a list');
    expect(toldText('is not a known key; did you mean each?', '', false)).not.toMatch(/[a-z]/u);
  });
});
