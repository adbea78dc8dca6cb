import type { SourceAbout } from '../source-about.js';

export const twitchIrcAbout: SourceAbout = {
  platform: { en: 'Twitch', zh: 'Twitch' },
  group: 'world',
  needs: 'nothing',
  says: { en: "Only the channel's name.", zh: '只需要频道名。' },
  help: {
    channel: { en: 'the name in the address of the channel', zh: '频道地址中的名称' },
    token: {
      en: 'a user token with the scope chat:read; without one: no account',
      zh: '带 chat:read 权限的用户令牌；不填则匿名',
    },
    nick: {
      en: "the login of the token; without it: the channel's own",
      zh: '令牌所属账号的登录名；不填则与频道同名',
    },
    membership: {
      en: 'entries, see below',
      zh: '接收进场事件：会迟几分钟，人多的频道没有，且只有登录名',
    },
    url: {
      en: 'instead of wss://irc-ws.chat.twitch.tv:443',
      zh: '用于代替 wss://irc-ws.chat.twitch.tv:443',
    },
  },
};
