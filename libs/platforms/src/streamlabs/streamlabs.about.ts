import type { SourceAbout } from '../source-about.js';

export const streamlabsAbout: SourceAbout = {
  platform: { en: 'Streamlabs', zh: 'Streamlabs' },
  group: 'world',
  needs: 'key',
  says: { en: 'A socket API token.', zh: '需要 Socket API 令牌。' },
  help: {
    token: {
      en: 'Settings, API settings, API tokens: your socket API token',
      zh: 'Settings → API Settings → API Tokens 中的 Socket API Token',
    },
    testEvents: {
      en: 'what is tried out in the dashboard counts, too',
      zh: '也接收 Streamlabs 控制台里的测试事件',
    },
  },
};
