import type { SourceDefinition } from '../source-definition.js';
import { kickAbout } from './kick.about.js';
import { KickDecoder } from './kick.decoder.js';
import { KickOptions } from './kick.options.js';
import { KickSource } from './kick.source.js';

/** `kick`: a Kick chatroom, without an account, as Kick's own site reads it. */
export const kick: SourceDefinition<KickOptions> = {
  type: 'kick',
  about: kickAbout,
  Options: KickOptions,
  decoder: () => new KickDecoder(),
  overlaps: () => true,
  protocol: (options) => new KickSource(options),
};
