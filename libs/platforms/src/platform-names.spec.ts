import { SourceCatalogue } from '#platforms';

const sources = new SourceCatalogue();

describe('SourceCatalogue.ofPlatform', () => {
  it.each([
    ['douyin', ['douyinlive', 'dycast', 'barragegrab', 'douyin-webhook', 'unibarrage']],
    ['抖音', ['douyinlive', 'dycast', 'barragegrab', 'douyin-webhook', 'unibarrage']],
    ['Bilibili', ['bilibili-open', 'blivechat', 'laplace', 'unibarrage']],
    ['WeChat', ['wxlivespy', 'luoxi']],
    ['wechat-channels', ['wxlivespy', 'luoxi']],
    ['小红书', ['luoxi', 'unibarrage', 'push', 'websocket']],
    ['twitch', ['twitch-irc', 'twitch-eventsub']],
  ])('tells the types that read %s', (name, types) => {
    expect(sources.ofPlatform(name)).toEqual(types);
  });

  it.each(['youtube', 'tiktok', 'kuaishou', 'xiaohongshu'])(
    'has a way into %s, and names no type that does not exist',
    (name) => {
      const ways = sources.ofPlatform(name);
      expect(ways.length).toBeGreaterThan(0);
      expect([...sources.keys()]).toEqual(expect.arrayContaining([...ways]));
    },
  );

  it.each(['', 'twich-irc', 'constructor', '__proto__', 'a'.repeat(100)])(
    'knows no platform named %j',
    (name) => {
      expect(sources.ofPlatform(name)).toEqual([]);
    },
  );
});
