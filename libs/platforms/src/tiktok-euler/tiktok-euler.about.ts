import type { SourceAbout } from '../source-about.js';

export const tiktokEulerAbout: SourceAbout = {
  platform: { en: 'TikTok', zh: 'TikTok' },
  group: 'world',
  via: { en: 'Euler Stream', zh: 'Euler Stream' },
  needs: 'key',
  first: ['apiKey'],
  says: { en: 'A key of Euler Stream, which is paid.', zh: '需要 Euler Stream（付费）的密钥。' },
  help: {
    uniqueId: { en: "the name in the address of the streamer's page", zh: '主播主页地址中的名称' },
    apiKey: {
      en: 'or jwtKey: a JWT that Euler Stream issued',
      zh: '也可改填 jwtKey：Euler Stream 签发的 JWT',
    },
  },
};
