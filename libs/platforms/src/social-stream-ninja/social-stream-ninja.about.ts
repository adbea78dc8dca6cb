import type { SourceAbout } from '../source-about.js';

export const socialStreamNinjaAbout: SourceAbout = {
  platform: { en: 'Social Stream Ninja', zh: 'Social Stream Ninja' },
  group: 'world',
  via: { en: 'Social Stream Ninja', zh: 'Social Stream Ninja' },
  needs: 'program',
  says: { en: 'Its browser extension or its app.', zh: '需要它的浏览器扩展或应用。' },
  help: {
    session: {
      en: "the session id in the tool's links: a secret",
      zh: '工具链接中的会话 ID（session），请保密',
    },
    url: { en: "a local server in place of the tool's own", zh: '用本地服务代替工具自己的服务' },
    testEvents: { en: 'messages made to try an overlay, too', zh: '也接收用于测试叠加层的消息' },
  },
};
