import type { SourceDefinition } from '../source-definition.js';
import { blivechatAbout } from './blivechat.about.js';
import { BlivechatDecoder } from './blivechat.decoder.js';
import { BlivechatOptions } from './blivechat.options.js';
import { BlivechatSource } from './blivechat.source.js';

/** `blivechat`: a Bilibili room through a blivechat server. */
export const blivechat: SourceDefinition<BlivechatOptions> = {
  type: 'blivechat',
  about: blivechatAbout,
  Options: BlivechatOptions,
  decoder: () => new BlivechatDecoder(),
  overlaps: () => true,
  protocol: (options) => new BlivechatSource(options),
};
