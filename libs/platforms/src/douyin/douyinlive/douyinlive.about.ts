import type { SourceAbout } from '../../source-about.js';

export const douyinliveAbout: SourceAbout = {
  platform: { en: 'Douyin', zh: '抖音' },
  group: 'china',
  via: { en: 'douyinLive', zh: 'douyinLive' },
  needs: 'program',
  says: { en: 'A running douyinLive server.', zh: '需要一个正在运行的 douyinLive 服务。' },
  help: {
    url: {
      en: "the last part: the number in the room's address",
      zh: '末尾填写直播间地址中的数字',
    },
    token: { en: 'where the server was started with one', zh: '仅当服务启动时设置了令牌' },
  },
};
