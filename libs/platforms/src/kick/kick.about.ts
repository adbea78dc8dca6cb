import type { SourceAbout } from '../source-about.js';

export const kickAbout: SourceAbout = {
  platform: { en: 'Kick', zh: 'Kick' },
  group: 'world',
  needs: 'nothing',
  says: { en: 'Only the numbers of the channel.', zh: '只需要频道的聊天室 ID。' },
  help: {
    chatroomId: {
      en: 'chatroom.id in kick.com/api/v2/channels/<name>',
      zh: '浏览器打开 kick.com/api/v2/channels/<频道名> 所见的 chatroom.id',
    },
    channelId: { en: 'with it, Kicks are seen too', zh: '填写后还能收到 Kicks' },
    appKey: {
      en: 'where Kick has changed its key at Pusher',
      zh: '仅当 Kick 更换了 Pusher 密钥时填写',
    },
    url: {
      en: "the whole address, instead of Pusher's with the key",
      zh: '完整地址，用于代替 Pusher 地址和密钥',
    },
  },
};
