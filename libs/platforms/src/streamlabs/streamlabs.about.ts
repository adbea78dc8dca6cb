import type { SourceAbout } from '../source-about.js';

export const streamlabsAbout: SourceAbout = {
  platform: { en: 'Streamlabs', zh: 'Streamlabs' },
  group: 'world',
  needs: 'key',
  says: { en: 'A socket API token.', zh: '需要 Socket API Token。' },
  help: {
    token: {
      en: 'Settings, API settings, API tokens: your socket API token',
      zh: '在 Settings → API settings → API tokens 中的 socket API token',
    },
    testEvents: {
      en: 'what is tried out in the dashboard counts, too',
      zh: '控制台里的测试也计入',
    },
  },
};
