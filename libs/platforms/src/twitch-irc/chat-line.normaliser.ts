import { integerOf, makeGift, type Gift } from '#live-event';
import { idOfPart, type FrameSink } from '#source';
import { chatterOf, isMirrored, stampOf } from './chatter.js';
import { rawTag, type IrcLine } from './irc-line.js';
import { spokenText } from './spoken-text.js';
import { TAG } from './twitch-irc.external.js';

/** A `PRIVMSG`: a comment; if it has bits or money (a Hype Chat), the gift comes first. */
export function normaliseChatLine(line: IrcLine, sink: FrameSink): void {
  const { tags } = line;
  if (isMirrored(tags)) return sink.ignored('shared-chat');
  const user = chatterOf(line);
  if (user === undefined) return sink.malformed('no-user');
  const { id, timestamp } = stampOf(tags);
  const bits = integerOf(rawTag(tags, TAG.bits));
  const gift = giftOf(tags, bits);
  if (gift !== undefined) {
    sink.event({ type: 'gift', id: idOfPart(id, 'gift'), timestamp, user, gift });
    if (rawTag(tags, TAG.paidIsSystemMessage) === '1') return;
  }
  const text = spokenText(line.text, rawTag(tags, TAG.emotes), bits);
  if (text !== '') sink.event({ type: 'comment', id, timestamp, user, text });
  else if (gift === undefined) sink.ignored('empty');
}

function giftOf(tags: string, bits: number): Gift | undefined {
  if (bits > 0) return makeGift({ name: 'Bits', count: bits, unitValue: 1 });
  const paid = integerOf(rawTag(tags, TAG.paidAmount));
  return paid > 0 ? makeGift({ name: 'Hype Chat', unitValue: paid }) : undefined;
}
