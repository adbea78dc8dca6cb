import type { SourceAbout } from '../source-about.js';

export const onecommeAbout: SourceAbout = {
  platform: { en: 'OneComme', zh: 'わんコメ' },
  group: 'world',
  via: { en: 'OneComme', zh: 'わんコメ' },
  needs: 'program',
  says: { en: 'A running OneComme.', zh: '需要运行 OneComme（わんコメ）。' },
  help: {
    url: { en: 'the default', zh: '默认地址' },
    testEvents: {
      en: 'comments that OneComme makes to be tried with, too',
      zh: '也接收 OneComme 的测试弹幕',
    },
  },
};
