import type { SourceAbout } from '../source-about.js';

export const socketioAbout: SourceAbout = {
  platform: { en: 'Socket.IO', zh: 'Socket.IO' },
  group: 'own',
  needs: 'mapping',
  says: { en: 'Any Socket.IO server, by a mapping.', zh: '任意 Socket.IO 服务，需要填写映射。' },
  help: {
    path: { en: 'the default', zh: '默认路径' },
    namespace: { en: '/ where it is missing', zh: '不填则为 /' },
    headers: { en: 'sent with the request for the connection', zh: '随连接请求发送' },
    auth: { en: 'sent with the request for the namespace', zh: '随命名空间请求发送' },
    emit: {
      en: 'events that are sent after connecting, in this order: a name and values',
      zh: '连接后按顺序发送的事件：名称和值',
    },
    silenceSeconds: {
      en: 'nothing heard for so long, pings included: reconnect',
      zh: '这么久什么都没收到（含 ping）就重连',
    },
  },
};
