import type { SourceDefinition } from '../source-definition.js';
import { OneCommeDecoder } from './onecomme.decoder.js';
import { OneCommeOptions } from './onecomme.options.js';
import { OneCommeSource } from './onecomme.source.js';

/** `onecomme`: every site that a OneComme (わんコメ) reads. */
export const onecomme: SourceDefinition<OneCommeOptions> = {
  type: 'onecomme',
  Options: OneCommeOptions,
  decoder: (options) => new OneCommeDecoder(options),
  protocol: (options) => new OneCommeSource(options),
};
