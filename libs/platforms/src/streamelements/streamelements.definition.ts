import { MappingDecoder } from '#source';
import type { SourceDefinition } from '../source-definition.js';
import { siteText } from '../chat-text/site-text.js';
import { streamelementsAbout } from './streamelements.about.js';
import { streamElementsMapping } from './streamelements.mapping.js';
import { StreamElementsOptions } from './streamelements.options.js';
import { StreamElementsSource } from './streamelements.source.js';

/** `streamelements`: chats, follows, subscriptions and tips through StreamElements' Astro. */
export const streamelements: SourceDefinition<StreamElementsOptions> = {
  type: 'streamelements',
  about: streamelementsAbout,
  Options: StreamElementsOptions,
  decoder: (options) => new MappingDecoder(streamElementsMapping(options), { spoken: siteText }),
  protocol: (options) => new StreamElementsSource(options),
};
