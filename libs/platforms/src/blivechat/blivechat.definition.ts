import type { SourceDefinition } from '../source-definition.js';
import { BlivechatDecoder } from './blivechat.decoder.js';
import { BlivechatOptions } from './blivechat.options.js';
import { BlivechatSource } from './blivechat.source.js';

/** `blivechat`: a Bilibili room through a blivechat server. */
export const blivechat: SourceDefinition<BlivechatOptions> = {
  type: 'blivechat',
  Options: BlivechatOptions,
  decoder: () => new BlivechatDecoder(),
  overlaps: () => true,
  protocol: (options) => new BlivechatSource(options),
};
