import type { SourceAbout } from '../source-about.js';

export const kuaishouWebhookAbout: SourceAbout = {
  platform: { en: 'Kuaishou', zh: '快手' },
  group: 'china',
  needs: 'key',
  says: {
    en: 'Official: an application for interactive live streams (互动直播).',
    zh: '官方互动直播：需要在快手开放平台创建应用。',
  },
  help: {
    secret: { en: 'appSecret of the application', zh: '应用的 appSecret' },
    room: { en: 'takes this room (room_code) alone', zh: '只接收这个直播间（room_code）' },
  },
};
