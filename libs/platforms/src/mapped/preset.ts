import { MappingDecoder, type Mapping, type MappingDecoderOptions } from '#source';
import { hasIds } from './overlaps.js';
import type { SourceAbout } from '../source-about.js';
import type { SourceDefinition } from '../source-definition.js';
import { WebSocketSource, type PlainSourceOptions } from '../websocket/websocket.source.js';

/** A source over a plain WebSocket whose messages are described by a mapping. */
export interface Preset<Options extends object> {
  readonly type: string;
  readonly about: SourceAbout;
  readonly Options: new () => Options;
  mapping(options: Options): Mapping;
  /** Removes emote codes and the like from texts. */
  readonly spoken?: MappingDecoderOptions['spoken'];
  /** Makes a decoder that does more than the mapping can describe. */
  readonly makeDecoder?: (options: MappingDecoderOptions) => MappingDecoder;
  connection(options: Options): PlainSourceOptions;
}

/** The definition of a {@link Preset}. */
export function presetSource<Options extends object>(
  preset: Preset<Options>,
): SourceDefinition<Options> {
  const { type, about, Options, spoken } = preset;
  const decoder = (options: Options): MappingDecoder => {
    const terms = spoken === undefined ? {} : { spoken };
    return preset.makeDecoder?.(terms) ?? new MappingDecoder(preset.mapping(options), terms);
  };
  return {
    type,
    about,
    Options,
    decoder,
    overlaps: (options) => hasIds(preset.mapping(options)),
    protocol: (options, surroundings) =>
      new WebSocketSource(preset.connection(options), decoder(options), surroundings?.fetch),
  };
}
