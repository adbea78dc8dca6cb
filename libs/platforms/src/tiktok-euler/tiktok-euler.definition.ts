import { MappingDecoder } from '#source';
import type { SourceDefinition } from '../source-definition.js';
import { siteText } from '../chat-text/site-text.js';
import { tiktokEulerAbout } from './tiktok-euler.about.js';
import { TIKTOK_EULER } from './tiktok-euler.mapping.js';
import { TiktokEulerOptions } from './tiktok-euler.options.js';
import { TiktokEulerSource } from './tiktok-euler.source.js';

/** `tiktok-euler`: a TikTok room through Euler Stream. */
export const tiktokEuler: SourceDefinition<TiktokEulerOptions> = {
  type: 'tiktok-euler',
  about: tiktokEulerAbout,
  Options: TiktokEulerOptions,
  decoder: () => new MappingDecoder(TIKTOK_EULER, { spoken: siteText }),
  protocol: (options) => new TiktokEulerSource(options),
};
