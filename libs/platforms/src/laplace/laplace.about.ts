import type { SourceAbout } from '../source-about.js';

export const laplaceAbout: SourceAbout = {
  platform: { en: 'Bilibili', zh: '哔哩哔哩' },
  group: 'china',
  via: { en: 'LAPLACE', zh: 'LAPLACE' },
  needs: 'program',
  first: ['url', 'token'],
  says: {
    en: 'LAPLACE Event Bridge and LAPLACE Chat.',
    zh: '需要 LAPLACE Event Bridge 和 LAPLACE Chat。',
  },
  help: {
    url: { en: 'the default', zh: '默认地址' },
    token: { en: 'where the bridge has one', zh: '仅当对方设置了令牌' },
    room: { en: 'where the bridge hears several rooms', zh: '对方接收多个直播间时填写' },
  },
};
