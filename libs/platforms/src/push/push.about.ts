import type { SourceAbout } from '../source-about.js';

export const pushAbout: SourceAbout = {
  platform: { en: 'Push', zh: '推送' },
  group: 'own',
  needs: 'sender',
  first: ['token'],
  says: { en: 'Your program sends to the relay.', zh: '由您自己的程序推送到中继服务。' },
  help: {
    token: {
      en: "the bridge's own: whoever pushes must show it, as a bearer or ?token=",
      zh: '此桥接自己的令牌，推送方须以 Bearer 或 ?token= 携带',
    },
    requestsPerSecond: { en: 'in each process; the default', zh: '每个进程的上限；此为默认值' },
  },
};
