import type { SourceAbout } from '../source-about.js';

export const pollAbout: SourceAbout = {
  platform: { en: 'HTTP', zh: 'HTTP 轮询' },
  group: 'own',
  needs: 'mapping',
  says: {
    en: 'Any HTTP answer in JSON, by a mapping.',
    zh: '任意 JSON 的 HTTP 接口，需要填写映射。',
  },
  help: {
    headers: { en: 'sent with each question', zh: '随每次请求发送' },
    everySeconds: { en: 'from an answer to the next question', zh: '从收到响应到下次请求的间隔' },
    interval: {
      en: 'or as the answer says; ms or seconds',
      zh: '或按响应中的间隔，单位 ms 或 seconds',
    },
    next: {
      en: 'what the answer says is asked for next: ?since=…',
      zh: '下次请求带上响应中给出的值：?since=…',
    },
    skipFirst: {
      en: 'what the first answer holds was said before: not reported',
      zh: '首次响应里是之前的内容，不上报',
    },
  },
};
