import { loadSources, type SourceType } from '#platforms';
import { siteText } from './site-text.js';
import { RecordingSink } from '../../../../test/support/recording-sink.js';

const SOURCES = await loadSources();

describe('siteText', () => {
  it.each([
    ['douyin', '[玫瑰]好看', '好看'],
    ['douyin', '[红色]还有吗', '[红色]还有吗'],
    ['douyin', '[玫瑰][玫瑰]', '[玫瑰][玫瑰]'],
    ['bilibili', '哈哈[doge]', '哈哈'],
    ['wechat', '[旺柴]来了', '来了'],
    ['kick', '[emote:1:KEKW] lol', 'lol'],
    ['kick', '[emote:1:KEKW]', 'KEKW'],
    ['trovo', ':clap well :D played :firedragon!', 'well :D played'],
    ['douyu', '[emot:dy101]主播[可爱]', '主播[可爱]'],
    ['huya', '/{dx主播好/{zm', '主播好'],
    ['huya', '/{dx', '/{dx'],
    ['trovo', ':clap', ':clap'],
    ['taobao', '[玫瑰]好看', '[玫瑰]好看'],
    ['constructor', '[a] b', '[a] b'],
  ])('of %s reads %s as %s', (platform, written, said) => {
    expect(siteText(written, platform)).toBe(said);
  });
});

const KICK = '[emote:1:KEKW] lol';
const FRAMES: readonly (readonly [SourceType, object, string])[] = [
  [
    'unibarrage',
    { rid: '1', platform: 'douyin', type: 'Chat', data: { name: 'A', content: '[玫瑰]好看' } },
    '好看',
  ],
  ['luoxi', { type: 'comment', platform: 'weixin', username: 'A', content: '[旺柴]来了' }, '来了'],
  [
    'restream',
    {
      action: 'event',
      payload: {
        eventIdentifier: 'e',
        eventSourceId: 29,
        eventPayload: { author: { id: '1', name: 'a' }, text: KICK },
      },
    },
    'lol',
  ],
  [
    'streamelements',
    {
      topic: 'channel.chat.message',
      data: { message_id: 'm', sender: { user_id: 1, username: 'a' }, content: '[emote:1:KEKW]' },
    },
    'KEKW',
  ],
];

describe('a tool that reads many sites', () => {
  it.each(FRAMES)('removes emotes by the rules of their own site: %s', (type, frame, said) => {
    const sink = new RecordingSink();
    SOURCES.get(type)!.decoder({}).decode(JSON.stringify(frame), sink);
    expect(sink.events).toMatchObject([{ type: 'comment', text: said }]);
  });
});
