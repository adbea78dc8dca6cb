import type { SourceAbout } from '../source-about.js';

export const kickWebhookAbout: SourceAbout = {
  platform: { en: 'Kick', zh: 'Kick' },
  group: 'world',
  needs: 'key',
  says: {
    en: 'Official, with follows: an application.',
    zh: '官方 webhook，含关注：需要在 Kick 创建应用。',
  },
  help: {
    publicKey: {
      en: "Kick's own: curl https://api.kick.com/public/v1/public-key",
      zh: 'Kick 官方公钥，可从 https://api.kick.com/public/v1/public-key 取得',
    },
    broadcasterId: {
      en: 'this channel alone, where the application is subscribed to several',
      zh: '应用订阅了多个频道时，只接收这一个',
    },
  },
};
