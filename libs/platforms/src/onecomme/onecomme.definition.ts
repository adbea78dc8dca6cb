import type { SourceDefinition } from '../source-definition.js';
import { WebSocketSource } from '../websocket/websocket.source.js';
import { OneCommeDecoder } from './onecomme.decoder.js';
import { OneCommeOptions, addressOf } from './onecomme.options.js';

/** `onecomme`: every site that a OneComme (わんコメ) reads. */
export const onecomme: SourceDefinition<OneCommeOptions> = {
  type: 'onecomme',
  Options: OneCommeOptions,
  decoder: (options) => new OneCommeDecoder(options),
  protocol: (options) =>
    new WebSocketSource({ url: addressOf(options) }, new OneCommeDecoder(options)),
};
