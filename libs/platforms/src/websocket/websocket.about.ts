import type { SourceAbout } from '../source-about.js';

export const websocketAbout: SourceAbout = {
  platform: { en: 'WebSocket', zh: 'WebSocket' },
  group: 'own',
  needs: 'mapping',
  says: { en: 'Any chat in JSON, by a mapping.', zh: '任意 JSON 弹幕服务，需要填写映射。' },
  help: {
    headers: { en: 'sent with the request', zh: '随请求发送' },
    onOpen: {
      en: 'text frames sent after connecting, in this order',
      zh: '连接后按顺序发送的文本帧',
    },
    heartbeat: {
      en: 'a text, or { ws: ping }; everySeconds: 30 where it is missing',
      zh: '文本，或 { ws: ping }；不填 everySeconds 则为 30',
    },
    silenceSeconds: { en: 'no frame for so long: reconnect', zh: '这么久没有收到帧就重连' },
  },
};
