import { fieldsOf, integerOf, makeGift, makeUser, TEXT_LENGTH_DEFAULT, textOf } from '#live-event';
import type { Gift, User } from '#live-event';
import { eventTime, parseJson, type Frame, type FrameDecoder, type FrameSink } from '#source';
import { guardGift, spokenText, superChat } from '../bilibili-open/bilibili-words.js';
import { COMMAND, TEXT, type BlivechatEvent, type BlivechatFrame } from './blivechat.external.js';

type Event = Partial<BlivechatEvent>;

/** Decodes blivechat's frames, one command each. Users are Bilibili's. */
export class BlivechatDecoder implements FrameDecoder {
  /** @param heard receives every command that is no event, by its number. */
  decode(frame: Frame, sink: FrameSink, heard?: (cmd: number, data: Event) => void): void {
    const document = parseJson(frame.toString());
    if (document === undefined) return sink.malformed('not-json');
    const { cmd, data } = fieldsOf(document as BlivechatFrame);
    if (typeof cmd !== 'number') return sink.malformed('no-command');
    if (cmd === COMMAND.text) return commented(data, sink);
    const event = fieldsOf(data as BlivechatEvent);
    switch (cmd) {
      case COMMAND.gift:
        return gave(event, giftOf(event), sink);
      case COMMAND.member:
        return gave(event, memberOf(event), sink);
      case COMMAND.superChat:
        return paidForWords(event, sink);
      default:
        heard?.(cmd, event);
        return sink.ignored(NAMES.get(cmd) ?? `cmd-${cmd}`);
    }
  }
}

function commented(data: unknown, sink: FrameSink): void {
  if (!Array.isArray(data)) return sink.malformed('no-text');
  const at = data as readonly unknown[];
  const user = makeUser('bilibili', {
    id: at[TEXT.uid],
    name: at[TEXT.authorName],
    level: at[TEXT.authorLevel],
    badge: at[TEXT.medalName],
    badgeLevel: at[TEXT.medalLevel],
    guard: at[TEXT.privilegeType],
  });
  if (user === undefined) return sink.malformed('no-user');
  const isPicture = integerOf(at[TEXT.contentType]) === PICTURE;
  const written = at[TEXT.content];
  const text = isPicture ? textOf(written, TEXT_LENGTH_DEFAULT) : spokenText(written);
  if (text === '') return sink.ignored('empty');
  sink.event({ type: 'comment', ...stampOf(at[TEXT.id], at[TEXT.timestamp]), user, text });
}

function gave(event: Event, gift: Gift, sink: FrameSink): void {
  const user = userOf(event);
  if (user === undefined) return sink.malformed('no-user');
  sink.event({ type: 'gift', ...stampOf(event.id, event.timestamp), user, gift });
}

function paidForWords(event: Event, sink: FrameSink): void {
  const user = userOf(event);
  if (user === undefined) return sink.malformed('no-user');
  const stamp = stampOf(event.id, event.timestamp);
  superChat({ ...stamp, user }, event.price, event.content, sink);
}

/** blivechat tells only the total price: the price of one gift is its share, rounded down. */
function giftOf({ giftName, giftId, num, totalCoin }: Event): Gift {
  const totalValue = integerOf(totalCoin);
  const unitValue = totalValue / countOf(num);
  return makeGift({ name: giftName, id: giftId, count: num, unitValue, totalValue });
}

function memberOf({ privilegeType, num, unit, total_coin, totalCoin }: Event): Gift {
  const price = integerOf(total_coin ?? totalCoin) / countOf(num);
  return guardGift({ level: privilegeType, count: num, unit, price });
}

function countOf(num: unknown): number {
  return Math.max(1, integerOf(num));
}

function userOf(event: Event): User | undefined {
  const { uid, authorName, medalName, medalLevel, privilegeType } = event;
  const badge = { badge: medalName, badgeLevel: medalLevel, guard: privilegeType };
  return makeUser('bilibili', { id: uid, name: authorName, ...badge });
}

function stampOf(id: unknown, timestamp: unknown) {
  return { id: textOf(id, ID_LENGTH_MAX) || undefined, timestamp: eventTime(timestamp) };
}

const PICTURE = 1;
const ID_LENGTH_MAX = 128;
const NAMES: ReadonlyMap<number, string> = new Map([
  [COMMAND.heartbeat, 'heartbeat'],
  [COMMAND.deleteSuperChat, 'deleted-super-chat'],
  [COMMAND.translation, 'translation'],
  [COMMAND.fatalError, 'fatal-error'],
]);
