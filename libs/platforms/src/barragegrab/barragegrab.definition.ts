import type { SourceDefinition } from '../source-definition.js';
import { DOUYIN_HEARING } from '../douyin/douyinlive/douyinlive.room.js';
import { WebSocketSource } from '../websocket/websocket.source.js';
import { barragegrabAbout } from './barragegrab.about.js';
import { BarragegrabDecoder } from './barragegrab.decoder.js';
import { BARRAGEGRAB_URL, BarragegrabOptions } from './barragegrab.options.js';

/**
 * `barragegrab`: a Douyin room through DouyinBarrageGrab on a Windows machine, or through
 * BarrageGrab (弹幕助手), which listens on the same port. The socket of the first obeys commands
 * (`{"Cmd":1}` shuts the program down), so no message is ever sent to it: only WebSocket pings,
 * which both answer.
 */
export const barragegrab: SourceDefinition<BarragegrabOptions> = {
  type: 'barragegrab',
  about: barragegrabAbout,
  Options: BarragegrabOptions,
  decoder: () => new BarragegrabDecoder(),
  protocol: ({ url = BARRAGEGRAB_URL }) =>
    new WebSocketSource({ url, hearing: DOUYIN_HEARING }, new BarragegrabDecoder()),
};
