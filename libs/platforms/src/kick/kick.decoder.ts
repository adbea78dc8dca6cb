import { fieldsOf } from '#live-event';
import { MappingDecoder, parseJson, type Frame, type FrameDecoder, type FrameSink } from '#source';
import { Tellings } from '../decoding/tellings.js';
import { writtenJson } from '../decoding/written-json.js';
import type { PusherFrame } from './kick.external.js';
import { KICK } from './kick.mapping.js';
import { spokenText } from './spoken-text.js';

/**
 * Decodes Kick's frames. One for each bridge: Kick may send an event without an id on two channels
 * of one chatroom, and only the first is taken.
 */
export class KickDecoder implements FrameDecoder {
  readonly #mapping = new MappingDecoder(KICK, { spoken: spokenText });
  readonly #tellings = new Tellings();
  readonly streaks = this.#mapping.streaks;

  decode(frame: Frame, sink: FrameSink): void {
    const document = parseJson(frame.toString());
    if (document === undefined) return this.#mapping.decode(frame, sink);
    this.decodeDocument(document, sink);
  }

  /** As {@link decode}, for a document that was parsed already. May change it. */
  decodeDocument(document: unknown, sink: FrameSink): void {
    const { event, channel, data } = fieldsOf(document as PusherFrame);
    const name = typeof event === 'string' ? event.slice(event.lastIndexOf('\\') + 1) : '';
    if (WITHOUT_ID.has(name)) {
      const told = typeof data === 'string' ? data : (writtenJson(data) ?? '');
      const way = typeof channel === 'string' ? channel.slice(0, CHANNEL_MAX) : '';
      if (!this.#tellings.isNew(`${name}\n${told}`, way, TOLD_MS)) {
        return sink.ignored('told-before');
      }
    }
    this.#mapping.decodeDocument(document, sink);
  }
}

const WITHOUT_ID = new Set([
  'SubscriptionEvent',
  'GiftedSubscriptionsEvent',
  'RewardRedeemedEvent',
]);
const TOLD_MS = 60_000;
const CHANNEL_MAX = 100;
