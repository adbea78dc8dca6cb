import type { SourceAbout } from '../source-about.js';

export const streamerbotAbout: SourceAbout = {
  platform: { en: 'Streamer.bot', zh: 'Streamer.bot' },
  group: 'world',
  via: { en: 'Streamer.bot', zh: 'Streamer.bot' },
  needs: 'program',
  first: ['password'],
  says: { en: 'Streamer.bot on a Windows machine.', zh: '需要在 Windows 上运行 Streamer.bot。' },
  help: {
    password: { en: 'where its WebSocket server has one', zh: '仅当其 WebSocket 服务设置了密码' },
    url: { en: 'default: ws://127.0.0.1:8080/', zh: '默认：ws://127.0.0.1:8080/' },
    testEvents: {
      en: 'what Streamer.bot makes to be tried with, too',
      zh: '也接收 Streamer.bot 的测试事件',
    },
  },
};
