import { MappingDecoder } from '#source';
import { commentText } from '../comment-text.js';
import { stripEmoteCodes } from '../douyin/chat-text.js';
import type { SourceDefinition } from '../source-definition.js';
import { WebSocketSource } from '../websocket/websocket.source.js';
import { BARRAGEGRAB } from './barragegrab.mapping.js';
import { BARRAGEGRAB_URL, BarragegrabOptions } from './barragegrab.options.js';

/**
 * `barragegrab`: a Douyin room through DouyinBarrageGrab on a Windows machine.
 *
 * Its socket obeys commands (`{"Cmd":1}` shuts the program down), so no message is ever sent to it:
 * only the pings of the WebSocket itself, which it answers.
 */
export const barragegrab: SourceDefinition<BarragegrabOptions> = {
  type: 'barragegrab',
  Options: BarragegrabOptions,
  decoder,
  protocol: ({ url }) => new WebSocketSource({ url: url ?? BARRAGEGRAB_URL }, decoder()),
};

function decoder(): MappingDecoder {
  return new MappingDecoder(BARRAGEGRAB, { spoken });
}

function spoken(written: string): string {
  return commentText(stripEmoteCodes(written), written);
}
