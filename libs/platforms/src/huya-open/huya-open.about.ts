import type { SourceAbout } from '../source-about.js';

export const huyaOpenAbout: SourceAbout = {
  platform: { en: 'Huya', zh: '虎牙' },
  group: 'china',
  needs: 'key',
  says: {
    en: "Official: an application of Huya's open platform.",
    zh: '官方开放平台：需要在该平台创建应用。',
  },
  help: {
    roomId: { en: 'the number in the address of the room', zh: '直播间地址中的数字' },
    appId: { en: "of the application at Huya's open platform", zh: '虎牙开放平台应用的 appId' },
    appSecret: { en: 'that belongs to the application', zh: '该应用的密钥' },
    url: {
      en: 'instead of wss://ws-apiext.huya.com/index.html',
      zh: '用于代替 wss://ws-apiext.huya.com/index.html',
    },
  },
};
