import type { SourceAbout } from '../source-about.js';

export const sseAbout: SourceAbout = {
  platform: { en: 'Server-sent events', zh: 'SSE' },
  group: 'own',
  needs: 'mapping',
  says: {
    en: 'Any server-sent events in JSON, by a mapping.',
    zh: '任意 JSON 的 SSE 服务，需要填写映射。',
  },
  help: {
    headers: { en: 'sent with the request', zh: '随请求发送' },
    silenceSeconds: {
      en: 'nothing heard for so long, comments included: reconnect',
      zh: '这么久什么都没收到（含注释行）就重连',
    },
  },
};
