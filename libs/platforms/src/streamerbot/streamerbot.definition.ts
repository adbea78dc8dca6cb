import type { SourceDefinition } from '../source-definition.js';
import { streamerbotAbout } from './streamerbot.about.js';
import { StreamerbotDecoder } from './streamerbot.decoder.js';
import { StreamerbotOptions } from './streamerbot.options.js';
import { StreamerbotSource } from './streamerbot.source.js';

/** `streamerbot`: Twitch, YouTube and Kick through a Streamer.bot. */
export const streamerbot: SourceDefinition<StreamerbotOptions> = {
  type: 'streamerbot',
  about: streamerbotAbout,
  Options: StreamerbotOptions,
  decoder: (options) => new StreamerbotDecoder(options),
  protocol: (options) => new StreamerbotSource(options),
};
