import type { SourceAbout } from '../source-about.js';

export const tikfinityAbout: SourceAbout = {
  platform: { en: 'TikTok', zh: 'TikTok' },
  group: 'world',
  via: { en: 'TikFinity', zh: 'TikFinity' },
  needs: 'program',
  says: { en: "TikFinity on the streamer's machine.", zh: '需要在主播电脑上运行 TikFinity。' },
  help: {
    url: { en: 'the default', zh: '默认地址' },
  },
};
