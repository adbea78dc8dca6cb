import type { SourceAbout } from '../source-about.js';

export const blivechatAbout: SourceAbout = {
  platform: { en: 'Bilibili', zh: '哔哩哔哩' },
  group: 'china',
  via: { en: 'blivechat', zh: 'blivechat' },
  needs: 'program',
  first: ['roomId', 'code'],
  says: {
    en: "A running blivechat, and the streamer's code.",
    zh: '需要运行 blivechat，以及主播身份码。',
  },
  help: {
    roomId: {
      en: 'the number in the address of the room; or the code in its place:',
      zh: '直播间地址中的数字；也可改填身份码',
    },
    code: {
      en: "the streamer's code (身份码), with which blivechat takes the way that Bilibili allows",
      zh: '主播身份码；填写后 blivechat 走 B 站官方允许的方式',
    },
  },
};
