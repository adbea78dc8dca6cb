import type { SourceDefinition } from '../source-definition.js';
import { WebSocketSource } from '../websocket/websocket.source.js';
import { OneCommeDecoder } from './onecomme.decoder.js';
import { ONECOMME_URL, OneCommeOptions } from './onecomme.options.js';

/** `onecomme`: every site that a OneComme (わんコメ) reads. */
export const onecomme: SourceDefinition<OneCommeOptions> = {
  type: 'onecomme',
  Options: OneCommeOptions,
  decoder: () => new OneCommeDecoder(),
  protocol: ({ url }) => new WebSocketSource({ url: url ?? ONECOMME_URL }, new OneCommeDecoder()),
};
