import type { SourceAbout } from '../source-about.js';

export const youtubeAbout: SourceAbout = {
  platform: { en: 'YouTube', zh: 'YouTube' },
  group: 'world',
  needs: 'key',
  first: ['apiKey', 'videoId'],
  says: { en: 'Official: an API key.', zh: '官方接口：需要 API 密钥。' },
  help: {
    apiKey: {
      en: 'of a project at Google with the YouTube Data API',
      zh: '启用了 YouTube Data API 的 Google 项目的 API 密钥',
    },
    videoId: { en: 'of the live stream, from its address', zh: '直播地址中的视频 ID' },
    liveChatId: { en: 'in its place, the chat itself', zh: '也可改填聊天 ID' },
    quotaPerDay: { en: 'what Google gave the project', zh: 'Google 给该项目的每日配额' },
    everySeconds: {
      en: 'the least between two questions, to save quota',
      zh: '两次请求的最短间隔，以节省配额',
    },
  },
};
