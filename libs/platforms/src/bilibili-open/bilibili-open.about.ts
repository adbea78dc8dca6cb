import type { SourceAbout } from '../source-about.js';

export const bilibiliOpenAbout: SourceAbout = {
  platform: { en: 'Bilibili', zh: '哔哩哔哩' },
  group: 'china',
  needs: 'key',
  says: {
    en: "Official: a developer's project and the streamer's code.",
    zh: '官方开放平台：需要开发者项目和主播身份码。',
  },
  help: {
    code: { en: "the streamer's code (身份码)", zh: '主播身份码' },
    appId: { en: "the project's id (项目ID)", zh: '项目ID' },
    accessKeyId: {
      en: 'of the developer who owns the project',
      zh: '项目所属开发者的 access_key_id',
    },
    accessKeySecret: {
      en: 'that belongs to the key',
      zh: '与该 access_key_id 对应的 access_key_secret',
    },
    url: {
      en: 'instead of https://live-open.biliapi.com',
      zh: '用于代替 https://live-open.biliapi.com',
    },
  },
};
