import type { SourceAbout } from '../source-about.js';

export const wxlivespyAbout: SourceAbout = {
  platform: { en: 'WeChat Channels', zh: '视频号' },
  group: 'china',
  via: { en: 'wxlivespy', zh: 'wxlivespy' },
  needs: 'sender',
  first: ['token'],
  says: { en: 'wxlivespy on a Windows machine.', zh: '需要在 Windows 上运行 wxlivespy。' },
  help: {
    token: {
      en: "the bridge's own: whoever pushes must show it",
      zh: '此桥接自己的令牌，推送方必须携带',
    },
  },
};
