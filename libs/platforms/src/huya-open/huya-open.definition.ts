import type { SourceDefinition } from '../source-definition.js';
import { huyaOpenAbout } from './huya-open.about.js';
import { HuyaOpenDecoder } from './huya-open.decoder.js';
import { HuyaOpenOptions } from './huya-open.options.js';
import { HuyaOpenSource } from './huya-open.source.js';

/** `huya-open`: a Huya room through Huya's open platform. */
export const huyaOpen: SourceDefinition<HuyaOpenOptions> = {
  type: 'huya-open',
  about: huyaOpenAbout,
  Options: HuyaOpenOptions,
  decoder: () => new HuyaOpenDecoder(),
  protocol: (options) => new HuyaOpenSource(options),
};
