import { fieldsOf } from '#live-event';
import { MappingDecoder, parseJson, type Frame, type FrameDecoder, type FrameSink } from '#source';
import { plainChatText } from '../douyin/webcast/chat-text.js';
import { BARRAGEGRAB_TWIN } from './barragegrab-twin.mapping.js';
import { BARRAGEGRAB } from './barragegrab.mapping.js';

/**
 * Decodes the messages of DouyinBarrageGrab, and of the other program that listens on the same port
 * and sends the same shape with different numbers. The message itself shows which one sent it.
 */
export class BarragegrabDecoder implements FrameDecoder {
  readonly #grabber = new MappingDecoder(BARRAGEGRAB, { spoken: plainChatText });
  readonly #twin = new MappingDecoder(BARRAGEGRAB_TWIN, { spoken: plainChatText });
  /** Only the other program sends running counts. */
  readonly streaks = this.#twin.streaks;

  decode(frame: Frame, sink: FrameSink): void {
    const document = parseJson(frame.toString());
    if (document === undefined) return this.#grabber.decode(frame, sink);
    const decoder = isOfTwin(document) ? this.#twin : this.#grabber;
    decoder.decodeDocument(document, sink);
  }
}

/**
 * DouyinBarrageGrab writes its data as JSON in a string, and a user's name as `Nickname`; the other
 * program writes an object, and `NickName`. Forks of the first that write an object are recognised
 * by that spelling, or by the fields that name the room's owner.
 */
function isOfTwin(document: unknown): boolean {
  const { Data: data } = fieldsOf(document as { Data?: unknown });
  if (typeof data !== 'object' || data === null) return false;
  const { User: user, ...rest } = data as { User?: unknown };
  if (typeof user === 'object' && user !== null) return 'NickName' in user;
  return !('Onwer' in rest || 'Owner' in rest || 'Appid' in rest);
}
