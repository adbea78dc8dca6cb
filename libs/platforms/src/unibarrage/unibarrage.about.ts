import type { SourceAbout } from '../source-about.js';

export const unibarrageAbout: SourceAbout = {
  platform: { en: 'Douyin, Bilibili …', zh: '抖音、B 站等' },
  group: 'china',
  via: { en: 'UniBarrage', zh: 'UniBarrage' },
  needs: 'program',
  says: { en: 'A running UniBarrage.', zh: '需要运行 UniBarrage。' },
  help: {
    url: { en: 'the default', zh: '默认地址' },
    room: {
      en: 'where it reads several rooms: takes this one alone (rid)',
      zh: '对方读取多个直播间时，只接收这一个（rid）',
    },
  },
};
