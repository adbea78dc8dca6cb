import {
  fieldsOf,
  type Gift,
  integerOf,
  makeGift,
  makeUser,
  stripHtml,
  textOf,
  type User,
} from '#live-event';
import { idOfPart, parseJson, type Frame, type FrameDecoder, type FrameSink } from '#source';
import { commentText } from '../chat-text/comment-text.js';
import { ignoredKind } from '../decoding/ignored-kind.js';
import { siteText } from '../chat-text/site-text.js';
import { donatedGift, namedGift, subscriptionGift } from './ninja-gift.js';
import { NinjaStreaks } from './ninja-streaks.js';
import { SiteViewers } from './site-viewers.js';
import type { SocialStreamNinjaOptions } from './social-stream-ninja.options.js';
import { NINJA_EVENTS, type NinjaMessage, type NinjaMeta } from './social-stream-ninja.external.js';

type Message = Partial<NinjaMessage>;

/**
 * Decodes Social Stream Ninja's messages. One for each bridge, since it adds up the sites' viewers
 * and remembers gift streaks.
 */
export class SocialStreamNinjaDecoder implements FrameDecoder {
  readonly #viewers = new SiteViewers();
  readonly #streaks = new NinjaStreaks();
  readonly streaks = this.#streaks.counter;
  readonly #testEvents: boolean;

  constructor({ testEvents = false }: Pick<SocialStreamNinjaOptions, 'testEvents'> = {}) {
    this.#testEvents = testEvents;
  }

  decode(frame: Frame, sink: FrameSink): void {
    const document = parseJson(frame.toString());
    if (document === undefined) return sink.malformed('not-json');
    if (!Array.isArray(document)) return this.#message(document, sink);
    // The tool keeps its queue in arrays, and an intermediate relay may pass those on.
    if (document.length === 0) return sink.ignored('empty');
    if (document.length > MESSAGES_MAX) sink.malformed('too-many-messages');
    for (const one of document.slice(0, MESSAGES_MAX) as unknown[]) this.#message(one, sink);
  }

  #message(document: unknown, sink: FrameSink): void {
    if (typeof document !== 'object' || document === null || Array.isArray(document)) {
      return sink.malformed('not-an-object');
    }
    const message = document as Message;
    // Lines that the tool wrote to a site are read back from it.
    if (isSet(message.bot) || message.reflection === true) return sink.ignored('own');
    if (message.private === true) return sink.ignored('private');
    if ((message.isTest === true || message.test === true) && !this.#testEvents) {
      return sink.ignored('test');
    }
    const site = siteOf(message.type);
    const event = eventOf(message);
    if (event === 'viewer_update') return watch(this.#viewers.update(site, message.meta), sink);
    if (event === 'viewer_updates') {
      const counts = fieldsOf(message.meta as Record<string, unknown>);
      return watch(this.#viewers.replace(counts), sink);
    }
    decodeMessage(message, { site, event, streaks: this.#streaks }, sink);
  }
}

function watch(numberOfViewers: number, sink: FrameSink): void {
  sink.event({ type: 'viewers', numberOfViewers });
}

interface Context {
  readonly site: string;
  /** In lower case; `''`: none. */
  readonly event: string;
  readonly streaks: NinjaStreaks;
}

function decodeMessage(message: Message, context: Context, sink: FrameSink): void {
  const { site, event } = context;
  const meta = metaOf(message);
  // This message names the receiver; another one names the giver.
  if (meta.isGift === true) return sink.ignored('gifted-subscription');
  const donated = paidWith(message, context);
  const isChat = message.event === undefined || !message.event;
  const known = NINJA_EVENTS.get(event) ?? (isChat ? 'said' : undefined);
  const kind =
    known === 'paid' && donated === undefined && givesMemberships(message) ? 'gifted' : known;
  if (kind === undefined && donated === undefined) {
    return sink.ignored(ignoredKind(event, 'notice'));
  }
  const id = textOf(message.userid, ID_LENGTH_MAX) || meta.userId;
  const told = makeUser(site, {
    id,
    name: message.chatname,
    guard: textOf(message.membership, 1) !== '',
  });
  // A payment counts even if nobody is named.
  const user = told ?? (donated === undefined ? undefined : makeUser(site, { name: ANONYMOUS }));
  if (user === undefined)
    return isEmpty(message) ? sink.ignored('empty') : sink.malformed('no-user');
  switch (kind) {
    case 'reward':
      // The text is the site's sentence, and points are no money.
      return say(withWords(message, rewardWords(meta)), user, undefined, sink);
    case 'enter':
    case 'like':
    case 'follow':
      return sink.event({ type: kind, id: idOf(message), user });
    case 'subscription':
      // On YouTube a subscription is free; a membership is paid.
      if (site === 'youtube' && FREE_ON_YOUTUBE.has(event)) {
        return sink.event({ type: 'follow', id: idOf(message), user });
      }
      return give(message, user, subscriptionGift(message, meta, false), sink);
    case 'renewal':
      // The text is the site's.
      if (message.membership === 'upgraded_member') {
        return give(message, user, subscriptionGift(message, meta, false), sink);
      }
      return say(message, user, subscriptionGift(message, meta, false), sink);
    case 'gifted':
      return give(message, user, subscriptionGift(message, meta, true), sink);
    case 'said':
      return say(message, user, donated, sink);
    case 'paid':
    case undefined:
      if (hasWordsOnKick(message, context)) return say(message, user, donated, sink);
      if (donated === undefined) return sink.ignored(ignoredKind(event, 'notice'));
      return giveInStreak(message, user, donated, context, sink);
  }
}

/** The payment: read from what the site shows, or from the fields beside it. */
function paidWith(message: Message, { site, event }: Context): Gift | undefined {
  const meta = metaOf(message);
  const shown = donatedGift(site, event, message.hasDonation, meta);
  if (event === 'powerup') {
    const count = integerOf(meta.bits);
    return count === 0 ? undefined : makeGift({ name: 'Bits', count, unitValue: 1 });
  }
  if (NINJA_EVENTS.get(event) !== 'paid') return shown;
  return namedGift(message, event, meta, shown) ?? shown;
}

function giveInStreak(
  message: Message,
  user: User,
  told: Gift,
  { streaks }: Context,
  sink: FrameSink,
): void {
  const gift = streaks.added(user, told, metaOf(message));
  if (gift === undefined) return sink.ignored('streak');
  sink.event({ type: 'gift', id: idOf(message), user, gift }, streaks.counted);
}

function give(message: Message, user: User, gift: Gift, sink: FrameSink): void {
  sink.event({ type: 'gift', id: idOf(message), user, gift });
}

function say(message: Message, user: User, gift: Gift | undefined, sink: FrameSink): void {
  if (gift !== undefined) give(message, user, gift, sink);
  const written = writtenText(message);
  const text = commentText(siteText(written, siteOf(message.type), gift), written);
  if (text === '') return gift === undefined ? sink.ignored('empty') : undefined;
  const id = idOf(message);
  const textId = gift === undefined ? id : idOfPart(id, 'comment');
  sink.event({ type: 'comment', id: textId, user, text });
}

/** The words that were written with a reward. */
function rewardWords({ userInput, user_input: input }: Partial<NinjaMeta>): unknown {
  return typeof userInput === 'string' ? userInput : input;
}

function withWords(message: Message, chatmessage: unknown): Message {
  const meta = { ...metaOf(message), plainText: undefined };
  return { ...message, chatmessage, textonly: true, meta };
}

/** A flag, as `true` or as a word. */
function isSet(flag: unknown): boolean {
  return flag === true || (typeof flag === 'string' && flag !== '' && flag !== 'false');
}

function writtenText(message: Message): string {
  const { chatmessage, textonly } = message;
  const { plainText } = metaOf(message);
  if (typeof plainText === 'string' && plainText !== '') return plainText;
  if (typeof chatmessage !== 'string') return '';
  return textonly === true ? chatmessage : stripHtml(chatmessage);
}

/**
 * The site's own id. The tool's `id` will not do: it counts from 1 after each of its starts, so a
 * new message would be taken for an old one.
 */
function idOf(message: Message): string | undefined {
  const { messageId, webhookId, youtubeGift } = metaOf(message);
  // On what is no payment it may name the webhook, and not the message.
  const paidId = isSet(message.hasDonation) ? webhookId : undefined;
  const id = textOf(messageId, ID_LENGTH_MAX) || textOf(paidId, ID_LENGTH_MAX);
  if (id === '') return undefined;
  // YouTube updates a combo under one id.
  const combo = integerOf(fieldsOf(youtubeGift as NinjaMeta['youtubeGift']).comboCount);
  return combo > 1 ? `${id}:${combo}` : id;
}

function metaOf({ meta }: Message): Partial<NinjaMeta> {
  return fieldsOf(meta as NinjaMeta);
}

/** In lower case, with `_` between words. */
function eventOf({ event }: Message): string {
  return typeof event === 'string' ? event.toLowerCase().replaceAll(/[-.\s]/g, '_') : '';
}

/** Whether a gift on Kick came with words; where it did not, the tool has the sentence of the page. */
function hasWordsOnKick(message: Message, { site, event }: Context): boolean {
  if (site !== 'kick' || event !== 'gift') return false;
  const text = writtenText(message).trim();
  return !KICK_SENTENCE.test(text) && !isAboutAmount(text, message);
}

/** Whether a text is the amount with a few words: the page is in the language of whoever has it open. */
function isAboutAmount(text: string, { hasDonation }: Message): boolean {
  const [amount] = /\d+/.exec(textOf(hasDonation, ID_LENGTH_MAX)) ?? [];
  const words = text.split(/[\d.,\s]+/u).filter((word) => word !== '');
  return text.replaceAll(/\D/gu, '') === amount && words.length <= SENTENCE_WORDS_MAX;
}

/** Alert boxes use the word gift both for memberships for others and for ordinary gifts. */
function givesMemberships({ chatmessage }: Message): boolean {
  return typeof chatmessage === 'string' && MEMBERSHIPS.test(chatmessage);
}

function isEmpty({ chatmessage, hasDonation }: Message): boolean {
  return !chatmessage && !hasDonation;
}

function siteOf(type: unknown): string {
  const site = typeof type === 'string' ? type.toLowerCase() : '';
  if (site === 'youtubeshorts') return 'youtube';
  if (site === 'instagramlive') return 'instagram';
  return SITE.test(site) ? site : 'ssn';
}

const SITE = /^[a-z0-9][a-z0-9_-]{0,31}$/;
const FREE_ON_YOUTUBE = new Set(['new_subscriber', 'subscribe', 'subscription']);
const MEMBERSHIPS = /\bgift(?:ed|ing)?\b[^]{0,100}\b(?:memberships?|subs?|subscriptions?)\b/i;
const KICK_SENTENCE = /^(?:sent (?:[\d.,\s]+(?:kicks?)?|an? \w+))?$/i;
const SENTENCE_WORDS_MAX = 3;
const ID_LENGTH_MAX = 256;
const MESSAGES_MAX = 1000;

const ANONYMOUS = 'Anonymous';
