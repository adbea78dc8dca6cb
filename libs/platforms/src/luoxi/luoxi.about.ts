import type { SourceAbout } from '../source-about.js';

export const luoxiAbout: SourceAbout = {
  platform: { en: 'Xiaohongshu, Taobao …', zh: '小红书、淘宝等' },
  group: 'china',
  via: { en: '洛曦', zh: '洛曦' },
  needs: 'sender',
  first: ['token'],
  says: {
    en: 'The userscript of 洛曦 (Luoxi) in a browser.',
    zh: '需要在浏览器中安装洛曦油猴脚本。',
  },
  help: {
    token: {
      en: "the bridge's own: whoever pushes must show it",
      zh: '此桥接自己的令牌，推送方必须携带',
    },
  },
};
