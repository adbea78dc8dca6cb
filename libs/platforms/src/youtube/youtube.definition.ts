import type { SourceDefinition } from '../source-definition.js';
import { MappingDecoder } from '#source';
import { siteText } from '../chat-text/site-text.js';
import { youtubeAbout } from './youtube.about.js';
import { YOUTUBE } from './youtube.mapping.js';
import { YouTubeOptions } from './youtube.options.js';
import { YouTubeSource } from './youtube.source.js';

/** `youtube`: the live chat of a video, through YouTube's official API. */
export const youtube: SourceDefinition<YouTubeOptions> = {
  type: 'youtube',
  about: youtubeAbout,
  Options: YouTubeOptions,
  decoder: () => new MappingDecoder(YOUTUBE, { spoken: siteText }),
  protocol: (options, { fetch } = { fetch: globalThis.fetch }) => new YouTubeSource(options, fetch),
};
