import type { SourceAbout } from '../source-about.js';

export const douyuAbout: SourceAbout = {
  platform: { en: 'Douyu', zh: '斗鱼' },
  group: 'china',
  needs: 'nothing',
  says: { en: "Only the room's number.", zh: '只需要房间号。' },
  help: {
    roomId: { en: 'the number in the address of the room', zh: '直播间地址中的数字' },
    url: {
      en: 'instead of wss://danmuproxy.douyu.com, whose ports 8501 to 8506 are taken in turn',
      zh: '用于代替 wss://danmuproxy.douyu.com（默认轮流使用端口 8501 到 8506）',
    },
  },
};
