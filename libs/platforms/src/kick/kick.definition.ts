import type { SourceDefinition } from '../source-definition.js';
import { KickOptions } from './kick.options.js';
import { kickDecoder, KickSource } from './kick.source.js';

/** `kick`: a Kick chatroom, without an account, as Kick's own site reads it. */
export const kick: SourceDefinition<KickOptions> = {
  type: 'kick',
  Options: KickOptions,
  decoder: kickDecoder,
  protocol: (options) => new KickSource(options),
};
