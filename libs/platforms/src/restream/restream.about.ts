import type { SourceAbout } from '../source-about.js';

export const restreamAbout: SourceAbout = {
  platform: { en: 'Restream', zh: 'Restream' },
  group: 'world',
  needs: 'key',
  says: { en: 'Official: an application of Restream.', zh: '官方接口：需要在 Restream 创建应用。' },
  help: {
    clientId: { en: 'of your application at Restream', zh: '您在 Restream 创建的应用的客户端 ID' },
    clientSecret: { en: 'that belongs to the application', zh: '该应用的客户端密钥' },
    refreshToken: {
      en: "of the channel's owner, for the application",
      zh: '频道所有者授权给该应用的刷新令牌（refresh token）',
    },
  },
};
