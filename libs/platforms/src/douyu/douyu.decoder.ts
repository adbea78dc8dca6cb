import { integerOf, makeGift, makeUser } from '#live-event';
import type { User } from '#live-event';
import { eventTime, idOfPart, type Frame, type FrameDecoder, type FrameSink } from '#source';
import { ignoredKind } from '../decoding/ignored-kind.js';
import { DouyuPacketReader } from './douyu-packet.js';
import { NOBLE_TITLES, SPOKEN, TYPE } from './douyu.external.js';
import { spokenText } from './spoken-text.js';
import { readStt, typeOf } from './stt.js';

type Fields = ReadonlyMap<string, string>;

/**
 * Decodes Douyu's binary messages. A text frame is read as one STT message, as captures hold it.
 */
export class DouyuDecoder implements FrameDecoder {
  readonly #packets = new DouyuPacketReader();
  readonly #room: string | undefined;

  /** @param room the room being read: nobles are announced to all rooms, and only its own count. */
  constructor(room?: string) {
    this.#room = room;
  }

  /** @param heard receives the type of every message, before its event goes to the sink. */
  decode(frame: Frame, sink: FrameSink, heard?: (type: string) => void): void {
    if (typeof frame === 'string') return this.#message(frame, sink, heard);
    this.#packets.read(frame, {
      body: (text) => this.#message(text, sink, heard),
      refused: (problem) => sink.malformed(problem),
    });
  }

  /** Another connection begins: an unfinished packet of the last one is dropped. */
  restart(): void {
    this.#packets.reset();
  }

  #message(message: string, sink: FrameSink, heard?: (type: string) => void): void {
    const type = typeOf(message);
    if (type === undefined) return sink.malformed('no-type');
    heard?.(type);
    switch (type) {
      case TYPE.comment:
        return by(readStt(message), sink, commented);
      case TYPE.gift:
        return by(readStt(message), sink, gave);
      case TYPE.paidComment:
        return paidForWords(readStt(message), sink);
      case TYPE.diamondFan:
      case TYPE.diamondFanAgain:
      case TYPE.diamondFanOlder:
      case TYPE.diamondFanAgainOlder:
        return by(readStt(message), sink, becameDiamondFan);
      case TYPE.noble:
      case TYPE.nobleAgain:
        return this.#noble(type, readStt(message), sink);
      case TYPE.enter:
        return by(readStt(message), sink, (user) => sink.event({ type: 'enter', user }));
      case TYPE.state:
        sink.room?.(readStt(message).get('ss') === '1' ? 'live' : 'ended');
        return sink.ignored(type);
      default:
        return sink.ignored(ignoredKind(type, 'no-type'));
    }
  }

  #noble(type: string, fields: Fields, sink: FrameSink): void {
    const room = this.#room ?? fields.get('rid') ?? '';
    if (room === '' || room === '0' || fields.get('drid') !== room) return sink.ignored(type);
    by(fields, sink, becameNoble);
  }
}

function by(
  fields: Fields,
  sink: FrameSink,
  act: (user: User, fields: Fields, sink: FrameSink) => void,
): void {
  const uid = fields.get('uid') ?? '';
  const user = makeUser('douyu', {
    id: uid === '' || uid === '0' ? fields.get('hashid') : uid,
    name: fields.get('nn') ?? fields.get('nick') ?? fields.get('unk'),
    level: fields.get('level'),
    badge: fields.get('bnn') ?? fields.get('bn'),
    badgeLevel: fields.get('bl') ?? fields.get('fl'),
    guard: fields.get('diaf'),
  });
  if (user === undefined) sink.malformed('no-user');
  else act(user, fields, sink);
}

function commented(user: User, fields: Fields, sink: FrameSink): void {
  const text = spoken(fields);
  if (text === '') return sink.ignored('empty');
  const id = fields.get('cid') || undefined;
  sink.event({ type: 'comment', id, timestamp: eventTime(fields.get('cst')), user, text });
}

function gave(user: User, fields: Fields, sink: FrameSink): void {
  // Older messages have no count: each is one hit of its combo.
  const gift = makeGift({
    name: fields.get('gfn'),
    id: fields.get('gfid'),
    count: fields.get('gfcnt'),
  });
  sink.event({ type: 'gift', user, gift }, fields.get('hits'));
}

/** A message of the same type without a price is the site's own notice. */
function paidForWords(fields: Fields, sink: FrameSink): void {
  const price = integerOf(fields.get('crealPrice')) || integerOf(fields.get('cprice'));
  if (price === 0 || (fields.get('btype') || SPOKEN) !== SPOKEN)
    return sink.ignored(TYPE.paidComment);
  const said = readStt(fields.get('chatmsg') ?? '');
  by(new Map([...fields, ...said]), sink, (user) => {
    const id = fields.get('vrid') || undefined;
    const timestamp = eventTime(fields.get('now'));
    const gift = makeGift({ name: '高能弹幕', unitValue: price });
    sink.event({ type: 'gift', id, timestamp, user, gift });
    const text = spoken(said);
    if (text === '') return;
    sink.event({ type: 'comment', id: idOfPart(id, 'comment'), timestamp, user, text });
  });
}

/** The count is the number of months; Douyu tells their total price. */
function becameDiamondFan(user: User, fields: Fields, sink: FrameSink): void {
  const count = Math.max(1, integerOf(fields.get('mn')));
  const totalValue = integerOf(fields.get('price'));
  const gift = makeGift({ name: '钻粉', count, unitValue: totalValue / count, totalValue });
  sink.event({ type: 'gift', user, gift });
}

/** Douyu tells no price, and names the payer if that is somebody else. */
function becameNoble(noble: User, fields: Fields, sink: FrameSink): void {
  const payer = fields.get('gvuid') ?? '';
  const isGiven = payer !== '' && payer !== '0' && payer !== fields.get('uid');
  const user = isGiven ? makeUser('douyu', { id: payer, name: fields.get('gvnk') }) : noble;
  const at = fields.get('ts') ?? '';
  const id = at === '' ? undefined : `${noble.userId}:${fields.get('nl') ?? ''}:${at}`;
  const gift = makeGift({ name: NOBLE_TITLES.get(fields.get('nl') ?? '') ?? '贵族' });
  sink.event({ type: 'gift', id, timestamp: eventTime(at), user: user ?? noble, gift });
}

function spoken(fields: Fields): string {
  return spokenText(fields.get('txt') ?? '');
}
