import type { SourceDefinition } from '../source-definition.js';
import { StreamerbotDecoder } from './streamerbot.decoder.js';
import { StreamerbotOptions } from './streamerbot.options.js';
import { StreamerbotSource } from './streamerbot.source.js';

/** `streamerbot`: Twitch, YouTube and Kick through a Streamer.bot. */
export const streamerbot: SourceDefinition<StreamerbotOptions> = {
  type: 'streamerbot',
  Options: StreamerbotOptions,
  decoder: (options) => new StreamerbotDecoder(options),
  protocol: (options) => new StreamerbotSource(options),
};
