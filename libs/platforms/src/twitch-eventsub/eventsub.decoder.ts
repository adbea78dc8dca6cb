import { parseJson, type Frame, type FrameDecoder, type FrameSink } from '#source';
import { ignoredKind } from '../decoding/ignored-kind.js';
import type { EventsubFrame, EventsubMetadata, EventsubPayload } from './eventsub.external.js';
import { Tellings } from '../decoding/tellings.js';
import { normaliseNotification } from './eventsub.normaliser.js';

/**
 * Decodes Twitch's frames on an EventSub WebSocket. One for each bridge, since Twitch reports one
 * payment, or the words of one reward, by several kinds of event.
 */
export class EventsubDecoder implements FrameDecoder {
  readonly #tellings = new Tellings();

  /** @param heard receives frames that concern the connection or a subscription, by their kind. */
  decode(
    frame: Frame,
    sink: FrameSink,
    heard?: (kind: string, payload: EventsubPayload) => void,
  ): void {
    const content = parseJson(typeof frame === 'string' ? frame : frame.toString());
    if (content === undefined) return sink.malformed('not-json');
    if (!isObject(content)) return sink.malformed('not-an-object');
    const { metadata, payload } = content as EventsubFrame;
    if (!isObject(metadata)) return sink.malformed('no-metadata');
    const { message_type: kind } = metadata satisfies EventsubMetadata;
    if (typeof kind !== 'string') return sink.malformed('no-message-type');
    const told: EventsubPayload = isObject(payload) ? payload : {};
    if (kind !== 'notification') {
      heard?.(kind, told);
      return sink.ignored(ignoredKind(kind, 'no-message-type'));
    }
    if (!isObject(told.event)) return sink.malformed('no-event');
    normaliseNotification(metadata, told.event, this.#tellings, sink);
  }
}

function isObject<Kind>(value: Kind): value is Kind & object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
