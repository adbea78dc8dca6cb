import { cleanText, fieldsOf, integerOf, makeGift, textOf } from '#live-event';
import type { Gift, User } from '#live-event';
import { idOfPart, parseJson, type Frame, type FrameDecoder, type FrameSink } from '#source';
import { commentText } from '../chat-text/comment-text.js';
import { stripEmotes } from '../kick/spoken-text.js';
import { stripCheermotes } from '../twitch-irc/cheermotes.js';
import { SUBSCRIPTION_TOLD_MS, Tellings } from '../decoding/tellings.js';
import type { StreamerbotData, StreamerbotFrame, SubscribedName } from './streamerbot.external.js';
import type { StreamerbotOptions } from './streamerbot.options.js';
import { withoutYoutubeEmotes } from '../youtube/spoken-text.js';
import { TIP_NAMES, tipped, type TipName } from './streamerbot-tips.js';
import {
  bitsOf,
  notOfViewer,
  numberAmong,
  personOf,
  stampOf,
  withoutEmotes,
  writtenOf,
  type Data,
} from './streamerbot-fields.js';
import {
  bombCount,
  charityGift,
  isGifted,
  isOfBomb,
  jewelsOf,
  kicksOf,
  powerUpBits,
  spellOf,
  subscriptionOf,
  superGift,
} from './streamerbot-gifts.js';
import type { Stamp } from '../decoding/stamp.js';

/** An event, with the fields that all share. */
interface Happening {
  /** Streamer.bot's name: `Twitch.Sub`. */
  readonly name: string;
  readonly platform: string;
  readonly data: Data;
  readonly stamp: Stamp;
  readonly tellings: Tellings;
}

type Normalise = (happening: Happening, sink: FrameSink) => void;

/**
 * Decodes Streamer.bot's frames, of every version that we have seen. One for each bridge: one
 * payment, or the words of one reward, may come in several events, so it remembers those already
 * taken.
 */
export class StreamerbotDecoder implements FrameDecoder {
  readonly #tellings = new Tellings();
  readonly #testEvents: boolean;

  constructor({ testEvents = false }: Pick<StreamerbotOptions, 'testEvents'> = {}) {
    this.#testEvents = testEvents;
  }

  /** @param heard receives frames that concern the connection. */
  decode(frame: Frame, sink: FrameSink, heard?: (frame: Partial<StreamerbotFrame>) => void): void {
    const document = parseJson(frame.toString());
    if (document === undefined) return sink.malformed('not-json');
    if (typeof document !== 'object' || document === null || Array.isArray(document)) {
      return sink.malformed('not-an-object');
    }
    const told = fieldsOf(document as StreamerbotFrame);
    if (told.event === undefined) return this.#control(told, sink, heard);
    const { source, type } = fieldsOf(told.event);
    if (typeof source !== 'string' || typeof type !== 'string') {
      return sink.malformed('no-event-type');
    }
    const name = `${source}.${type}`;
    const normalise = NORMALISERS.get(name);
    if (normalise === undefined) return sink.ignored(cleanText(name, KIND_LENGTH_MAX));
    const data: Data = fieldsOf(told.data as StreamerbotData);
    if (data.isFromSharedChatGuest === true) return sink.ignored('shared-chat');
    const not = notOfViewer(data, this.#testEvents);
    if (not !== undefined) return sink.ignored(not);
    const stamp = stampOf(data, told.timeStamp);
    const tellings = this.#tellings;
    normalise({ name, platform: source.toLowerCase(), data, stamp, tellings }, sink);
  }

  #control(
    told: Partial<StreamerbotFrame>,
    sink: FrameSink,
    heard?: (frame: Partial<StreamerbotFrame>) => void,
  ): void {
    heard?.(told);
    if (told.info !== undefined) return sink.ignored('info');
    if (typeof told.status === 'string') return sink.ignored('answer');
    sink.malformed('no-event');
  }
}

function comment(happening: Happening, sink: FrameSink): void {
  const bits = bitsOf(happening.data);
  by(happening, sink, (user) => {
    // Some versions report a cheer as a message, too.
    if (bits > 0) return cheered(user, bits, happening, sink);
    commentAlone(user, happening, 'empty', sink);
  });
}

function commentAlone(user: User, happening: Happening, otherwise: string, sink: FrameSink): void {
  const text = spokenOf(happening.data, 0);
  if (text === '') return sink.ignored(otherwise);
  if (!isNewText(user, text, happening)) return sink.ignored(TOLD_BEFORE);
  sink.event({ type: 'comment', ...happening.stamp, user, text });
}

/**
 * The words of a reward, a cheer or a notice also come as a message: the first of the two counts.
 */
function isNewText(user: User, text: string, { name, tellings }: Happening): boolean {
  return tellings.isNew(`words\n${user.userId}\n${text}`, name);
}

/** Bits come as a cheer, and with the message that they were sent with. */
function cheered(user: User, bits: number, happening: Happening, sink: FrameSink): void {
  const { name, tellings } = happening;
  const isNew = tellings.isNew(`bits\n${user.userId}\n${bits}`, name);
  if (isNew) return paidComment(user, bitsGift(bits), happening, sink);
  wordsWith(user, bits, happening, sink);
}

function wordsWith(user: User, bits: number, happening: Happening, sink: FrameSink): void {
  const text = spokenOf(happening.data, bits);
  if (text === '' || !isNewText(user, text, happening)) return sink.ignored(TOLD_BEFORE);
  sink.event({ type: 'comment', ...happening.stamp, user, text });
}

/** A payment, and the words written with it. */
function paidComment(user: User, gift: Gift, happening: Happening, sink: FrameSink): void {
  const { data, stamp } = happening;
  const bits = gift.giftName === BITS ? gift.giftNum : 0;
  sink.event({ type: 'gift', ...stamp, id: idOfPart(stamp.id, 'gift'), user, gift });
  const text = spokenOf(data, bits);
  if (text === '' || !isNewText(user, text, happening)) return;
  sink.event({ type: 'comment', ...stamp, user, text });
}

function paid(giftOf: (data: Data) => Gift): Normalise {
  return (happening, sink) => {
    by(happening, sink, (user) => paidComment(user, giftOf(happening.data), happening, sink));
  };
}

function given(giftOf: (data: Data) => Gift): Normalise {
  return (happening, sink) => {
    const { data, stamp } = happening;
    by(happening, sink, (user) => sink.event({ type: 'gift', ...stamp, user, gift: giftOf(data) }));
  };
}

/**
 * Another event reports the giver of a subscription: its receiver only says something. A returning
 * subscriber comes as `Sub` when paying, and as `ReSub` when sharing it in the chat.
 */
function subscribed(happening: Happening, sink: FrameSink): void {
  const { name, data, tellings } = happening;
  if (!isGifted(data)) {
    return by(happening, sink, (user) => {
      const gift = subscriptionOf(data);
      const what = `subscription\n${user.userId}\n${gift.giftName}`;
      if (tellings.isNew(what, name, SUBSCRIPTION_TOLD_MS)) {
        return paidComment(user, gift, happening, sink);
      }
      wordsWith(user, 0, happening, sink);
    });
  }
  if (name === 'Twitch.Sub') return sink.ignored(GIFTED);
  by(happening, sink, (user) => commentAlone(user, happening, GIFTED, sink));
}

function giftedOne(happening: Happening, sink: FrameSink): void {
  if (isOfBomb(happening.data)) return sink.ignored('of-a-gift-bomb');
  given((data) => subscriptionOf(data))(happening, sink);
}

/** A combo is updated under one id, each time with one gift more. */
function jewels(happening: Happening, sink: FrameSink): void {
  const { data, stamp } = happening;
  const combo = integerOf(data.comboCount);
  const id = stamp.id === undefined || combo < 2 ? stamp.id : `${stamp.id}:${combo}`;
  given(jewelsOf)({ ...happening, stamp: { ...stamp, id } }, sink);
}

/**
 * The words that a viewer wrote with a reward or a notice; the event's own sentence is nobody's.
 */
function words(happening: Happening, sink: FrameSink): void {
  const { name, data } = happening;
  if (spokenOf(data, 0) === '') return sink.ignored(name);
  by(happening, sink, (user) => commentAlone(user, happening, name, sink));
}

/** A power-up costs bits, and comes as a reward; its words come as a message, too. */
function powerUp(happening: Happening, sink: FrameSink): void {
  const bits = powerUpBits(happening.data);
  if (bits === 0) return words(happening, sink);
  by(happening, sink, (user) => cheered(user, bits, happening, sink));
}

function follow(happening: Happening, sink: FrameSink): void {
  const { stamp } = happening;
  by(happening, sink, (user) => sink.event({ type: 'follow', ...stamp, user }));
}

function viewers({ name, data, stamp }: Happening, sink: FrameSink): void {
  const counts = [data.viewers, data.viewerCount, data.concurrentViewers];
  if (counts.every((count) => textOf(count, KIND_LENGTH_MAX) === '')) {
    // YouTube leaves the viewer count out if the streamer hides it.
    return name === STATISTICS ? sink.ignored(name) : sink.malformed('no-viewers');
  }
  const numberOfViewers = numberAmong(...counts);
  sink.event({ type: 'viewers', timestamp: stamp.timestamp, numberOfViewers });
}

function by({ platform, data }: Happening, sink: FrameSink, report: (user: User) => void): void {
  const user = personOf(platform, data);
  if (user === undefined) sink.malformed('no-user');
  else report(user);
}

function spokenOf(data: Data, bits: number): string {
  const written = writtenOf(data);
  const bare = withoutYoutubeEmotes(withoutEmotes(stripEmotes(written), data));
  return commentText(stripCheermotes(bare, bits), written);
}

function bitsGift(bits: number): Gift {
  return makeGift({ name: BITS, count: bits, unitValue: 1 });
}

const BITS = 'Bits';
const GIFTED = 'gifted-subscription';
const TOLD_BEFORE = 'told-before';
const STATISTICS = 'YouTube.StatisticsUpdated';
const SUBSCRIPTION = makeGift({ name: 'Subscription' });
const KIND_LENGTH_MAX = 100;

/** A handler for each event that we subscribe to, and for no other: others never arrive. */
const KNOWN: Readonly<Record<Exclude<SubscribedName, TipName>, Normalise>> = {
  'Twitch.ChatMessage': comment,
  'Twitch.Cheer': comment,
  'Twitch.Follow': follow,
  'Twitch.Sub': subscribed,
  'Twitch.ReSub': subscribed,
  'Twitch.GiftSub': giftedOne,
  'Twitch.GiftBomb': given((data) => subscriptionOf(data, bombCount(data))),
  'Twitch.ViewerCountUpdate': viewers,
  'Twitch.RewardRedemption': words,
  'Twitch.AutomaticRewardRedemption': powerUp,
  'Twitch.PowerUpRedemption': powerUp,
  'Twitch.CustomPowerUpRedemption': powerUp,
  'Twitch.CharityDonation': paid(charityGift),
  'Twitch.WatchStreak': words,
  'Twitch.BitsBadgeTier': words,
  'Twitch.PrimePaidUpgrade': words,
  'Twitch.GiftPaidUpgrade': words,
  'Twitch.PayItForward': words,
  'YouTube.Message': comment,
  'YouTube.SuperChat': paid((data) => superGift('Super Chat', data)),
  'YouTube.SuperSticker': given((data) => superGift('Super Sticker', data)),
  'YouTube.NewSponsor': given(() => SUBSCRIPTION),
  'YouTube.MemberMileStone': paid(() => SUBSCRIPTION),
  'YouTube.MembershipGift': given((data) => subscriptionOf({}, bombCount(data))),
  'YouTube.JewelsGifted': jewels,
  'YouTube.NewSubscriber': follow,
  [STATISTICS]: viewers,
  'Kick.ChatMessage': comment,
  'Kick.Follow': follow,
  'Kick.Subscription': given(() => SUBSCRIPTION),
  'Kick.Resubscription': given(() => SUBSCRIPTION),
  'Kick.GiftSubscription': given(() => SUBSCRIPTION),
  'Kick.MassGiftSubscription': given((data) => subscriptionOf({}, bombCount(data))),
  'Kick.KicksGifted': paid(kicksOf),
  'Kick.sGifted': paid(kicksOf),
  'Kick.ViewerCountUpdate': viewers,
  'Kick.RewardRedemption': words,
  'Trovo.ChatMessage': comment,
  'Trovo.Follow': follow,
  'Trovo.SpellCast': given(spellOf),
  'Trovo.CustomSpellCast': given(spellOf),
  'Trovo.Subscription': given(() => SUBSCRIPTION),
  'Trovo.Resubscription': paid(() => SUBSCRIPTION),
  'Trovo.GiftSubscription': giftedOne,
  'Trovo.MassGiftSubscription': given((data) => subscriptionOf({}, bombCount(data))),
};

const NORMALISERS: ReadonlyMap<string, Normalise> = new Map<string, Normalise>([
  ...Object.entries(KNOWN),
  ...TIP_NAMES.map((name) => [name, tipped(name)] as const),
]);
