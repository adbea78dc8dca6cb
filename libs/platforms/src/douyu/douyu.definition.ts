import type { SourceDefinition } from '../source-definition.js';
import { douyuAbout } from './douyu.about.js';
import { DouyuDecoder } from './douyu.decoder.js';
import { DouyuOptions } from './douyu.options.js';
import { DouyuSource } from './douyu.source.js';

/** `douyu`: a Douyu room, without an account, as Douyu's own site reads it. */
export const douyu: SourceDefinition<DouyuOptions> = {
  type: 'douyu',
  about: douyuAbout,
  Options: DouyuOptions,
  decoder: ({ roomId }) => new DouyuDecoder(roomId === undefined ? undefined : String(roomId)),
  overlaps: () => true,
  protocol: (options) => new DouyuSource(options),
};
