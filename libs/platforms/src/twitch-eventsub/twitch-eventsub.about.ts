import type { SourceAbout } from '../source-about.js';

export const twitchEventsubAbout: SourceAbout = {
  platform: { en: 'Twitch', zh: 'Twitch' },
  group: 'world',
  needs: 'key',
  says: { en: "Official, with follows: a user's token.", zh: '官方接口，含关注：需要用户令牌。' },
  help: {
    channel: { en: 'the name in the address of the channel', zh: '频道地址中的名称' },
    token: { en: 'a user access token', zh: '用户访问令牌' },
    clientId: {
      en: 'these three renew the token when it has expired',
      zh: '填写这三项后，令牌过期会自动续期',
    },
  },
};
