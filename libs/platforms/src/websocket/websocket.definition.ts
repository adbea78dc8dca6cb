import { MappingDecoder } from '#source';
import type { SourceDefinition } from '../source-definition.js';
import { hasIds } from '../mapped/overlaps.js';
import { websocketAbout } from './websocket.about.js';
import { WebSocketOptions } from './websocket.options.js';
import { WebSocketSource } from './websocket.source.js';

/** `websocket`: a server that we connect to and that sends JSON. */
export const websocketSource: SourceDefinition<WebSocketOptions> = {
  type: 'websocket',
  about: websocketAbout,
  Options: WebSocketOptions,
  decoder: (options) => new MappingDecoder(options.mapping),
  overlaps: ({ mapping }) => hasIds(mapping),
  protocol: (options, surroundings) =>
    new WebSocketSource(options, new MappingDecoder(options.mapping), surroundings?.fetch),
};
