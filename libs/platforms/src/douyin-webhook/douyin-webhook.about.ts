import type { SourceAbout } from '../source-about.js';

export const douyinWebhookAbout: SourceAbout = {
  platform: { en: 'Douyin', zh: '抖音' },
  group: 'china',
  needs: 'key',
  says: {
    en: 'Official: an approved application, mounted in the room.',
    zh: '官方数据推送：需要已审核的应用，并挂载到直播间。',
  },
  help: {
    secret: {
      en: "as set for the data push in Douyin's console",
      zh: '抖音后台为数据推送设置的密钥',
    },
    roomId: {
      en: 'this room alone, in quotes: the number has too many digits',
      zh: '只接收这个直播间；数字位数多，请按文本填写',
    },
    giftNames: { en: 'names of gifts by their encrypted id', zh: '按礼物的加密 ID 给出礼物名称' },
  },
};
