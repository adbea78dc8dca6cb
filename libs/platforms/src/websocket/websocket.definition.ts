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
  decoder: decoderOf,
  overlaps: ({ mapping }) => hasIds(mapping),
  protocol: (options, surroundings) =>
    new WebSocketSource(options, decoderOf(options), surroundings?.fetch),
};

/** Servers such as Centrifugo put what they have for a client into one frame, a document a line. */
function decoderOf({ mapping }: WebSocketOptions): MappingDecoder {
  return new MappingDecoder(mapping, { jsonLines: true });
}
