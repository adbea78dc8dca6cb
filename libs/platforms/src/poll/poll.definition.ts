import { MappingDecoder } from '#source';
import type { SourceDefinition } from '../source-definition.js';
import { pollAbout } from './poll.about.js';
import { PollOptions } from './poll.options.js';
import { PollSource } from './poll.source.js';

/** `poll`: an HTTP server that is asked repeatedly and answers with JSON. */
export const pollSource: SourceDefinition<PollOptions> = {
  type: 'poll',
  about: pollAbout,
  Options: PollOptions,
  decoder: ({ mapping }) => new MappingDecoder(mapping),
  protocol: (options, { fetch } = { fetch: globalThis.fetch }) => new PollSource(options, fetch),
};
