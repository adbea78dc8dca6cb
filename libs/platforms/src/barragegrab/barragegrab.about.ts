import type { SourceAbout } from '../source-about.js';

export const barragegrabAbout: SourceAbout = {
  platform: { en: 'Douyin', zh: '抖音' },
  group: 'china',
  via: { en: 'DouyinBarrageGrab', zh: 'DouyinBarrageGrab' },
  needs: 'program',
  says: {
    en: 'DouyinBarrageGrab on a Windows machine.',
    zh: '需要在 Windows 上运行 DouyinBarrageGrab。',
  },
  help: {
    url: { en: 'default: ws://127.0.0.1:8888', zh: '默认：ws://127.0.0.1:8888' },
  },
};
