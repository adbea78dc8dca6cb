import type { SourceAbout } from '../../source-about.js';

export const dycastAbout: SourceAbout = {
  platform: { en: 'Douyin', zh: '抖音' },
  group: 'china',
  via: { en: 'dycast', zh: 'dycast 页面' },
  needs: 'sender',
  first: ['token'],
  says: { en: 'The page dycast, open in a browser.', zh: '需要在浏览器中打开 dycast 页面。' },
  help: {
    token: {
      en: "the bridge's own: whoever pushes must show it",
      zh: '此桥接自己的令牌，推送方必须携带',
    },
  },
};
