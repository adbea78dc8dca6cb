import { bilingual, type HearingTerms } from '#source';
import type { SourceDefinition } from '../source-definition.js';
import { WebSocketSource } from '../websocket/websocket.source.js';
import { onecommeAbout } from './onecomme.about.js';
import { OneCommeDecoder } from './onecomme.decoder.js';
import { OneCommeOptions, addressOf } from './onecomme.options.js';

/** OneComme sends its history (`connected`) to every client that subscribes. */
const HEARING: HearingTerms = {
  greetsMs: 5000,
  wayOut: {
    silent: bilingual(
      'OneComme has sent nothing, not even what it had: since version 8 it sends what the address asks for. End url with /sub?p=comments,meta, or leave url out.',
      'OneComme 没有发来任何内容，连历史弹幕也没有：从第 8 版起，它只发送地址中要求的内容。请让 url 以 /sub?p=comments,meta 结尾，或不填 url。',
    ),
  },
};

/** `onecomme`: every site that a OneComme (わんコメ) reads. */
export const onecomme: SourceDefinition<OneCommeOptions> = {
  type: 'onecomme',
  about: onecommeAbout,
  Options: OneCommeOptions,
  decoder: (options) => new OneCommeDecoder(options),
  overlaps: () => true,
  protocol: (options) => {
    const to = { url: addressOf(options), hearing: HEARING };
    return new WebSocketSource(to, new OneCommeDecoder(options));
  },
};
