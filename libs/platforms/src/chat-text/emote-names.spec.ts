import { EMOTE_NAMES, withoutEmoteCodes } from './emote-names.js';

const { douyin, bilibili, wechat } = EMOTE_NAMES;

describe('withoutEmoteCodes', () => {
  it.each([
    [douyin, '666[赞][赞]', '666'],
    [douyin, '[微笑]你好[不失礼貌的微笑]', '你好'],
    [douyin, '[OK] 发货吗[18禁][V5]', '发货吗'],
    [bilibili, '好看[dog][打call]', '好看'],
    [wechat, '这个[旺柴]多少钱[OK]', '这个 多少钱'],
  ])('removes the emotes of a platform, %#', (names, text, words) => {
    expect(withoutEmoteCodes(text, names).replace(/\s+/g, ' ').trim()).toBe(words);
  });

  it.each([
    '[红色]还有吗',
    '尺码[大号]有吗',
    '[黑色][白色]哪个好',
    '尺码[M]有吗',
    'a[0]',
    '[这是一句很长的话]',
    '[',
    '[]',
    '1 < 2',
  ])('leaves words in brackets on every platform: %s', (text) => {
    for (const names of Object.values(EMOTE_NAMES)) {
      expect(withoutEmoteCodes(text, names)).toBe(text);
    }
  });

  it('keeps the emotes of another platform', () => {
    expect(withoutEmoteCodes('[紫薇别走]', bilibili)).toBe('[紫薇别走]');
  });
});
