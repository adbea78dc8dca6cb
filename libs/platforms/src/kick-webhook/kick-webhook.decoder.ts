import { fieldsOf, type Gift, makeGift, makeUser, textOf, type User } from '#live-event';
import { eventTime, idOfPart, type Frame, type FrameDecoder, type FrameSink } from '#source';
import { spokenText } from '../kick/spoken-text.js';
import { subscriberBadge, type BadgeKeys } from '../decoding/subscriber-badge.js';
import { Tellings } from '../decoding/tellings.js';
import { parseWebhook, type Webhook } from '../inbound/webhook-frame.js';
import {
  KICK_HEADER,
  type KickBadge,
  type KickPerson,
  type KickWebhookBody,
} from './kick-webhook.external.js';
import type { Stamp } from '../decoding/stamp.js';

/** Decodes Kick's webhooks. */
export class KickWebhookDecoder implements FrameDecoder {
  readonly #broadcasterId: string | undefined;
  readonly #tellings = new Tellings();

  /**
   * @param broadcasterId takes only events of this channel: an application may subscribe to
   *   several.
   */
  constructor(broadcasterId?: string) {
    this.#broadcasterId = broadcasterId;
  }

  decode(frame: Frame, sink: FrameSink): void {
    const webhook = parseWebhook(frame);
    if (typeof webhook === 'string') return sink.malformed(webhook);
    const type = webhook.headers.get(KICK_HEADER.type);
    if (type === undefined) return sink.malformed('no-event-type');
    if (typeof webhook.body !== 'object' || webhook.body === null) {
      return sink.malformed('not-an-object');
    }
    const body = fieldsOf(webhook.body as KickWebhookBody);
    const channel = textOf(fieldsOf(body.broadcaster).user_id, ID_LENGTH_MAX);
    if (this.#broadcasterId !== undefined && channel !== this.#broadcasterId) {
      return sink.ignored('other-channel');
    }
    const stamp = stampOf(webhook, body);
    if (type === 'channel.reward.redemption.updated') return this.#redeemed(body, stamp, sink);
    normalise(type, body, stamp, sink);
  }

  /** The words of a reward, taken when it is redeemed or when the streamer settles it. */
  #redeemed(body: Partial<KickWebhookBody>, stamp: Stamp, sink: FrameSink): void {
    const text = typeof body.user_input === 'string' ? spokenText(body.user_input) : '';
    if (text === '') return sink.ignored('reward');
    const id = textOf(body.id, ID_LENGTH_MAX) || stamp.id;
    const timestamp = eventTime(body.redeemed_at) ?? stamp.timestamp;
    by(body.redeemer, sink, (user) => {
      const what = `${id}\n${user.userId}\n${text}`;
      const status = textOf(body.status, ID_LENGTH_MAX);
      if (!this.#tellings.isNew(what, status, SETTLED_MS)) return sink.ignored('told-before');
      sink.event({ type: 'comment', id, timestamp, user, text });
    });
  }
}

function normalise(
  type: string,
  body: Partial<KickWebhookBody>,
  stamp: Stamp,
  sink: FrameSink,
): void {
  switch (type) {
    case 'chat.message.sent':
      return comment(body, stamp, sink);
    case 'channel.followed':
      return by(body.follower, sink, (user) => sink.event({ type: 'follow', ...stamp, user }));
    case 'channel.subscription.new':
    case 'channel.subscription.renewal':
      return give(body.subscriber, SUBSCRIPTION, stamp, sink);
    case 'channel.subscription.gifts': {
      const count = Array.isArray(body.giftees) ? body.giftees.length : 1;
      return give(
        body.gifter ?? NOBODY,
        makeGift({ name: SUBSCRIPTION.giftName, count }),
        stamp,
        sink,
      );
    }
    case 'kicks.gifted':
      return kicks(body, stamp, sink);
    case 'livestream.status.updated':
      if (typeof body.is_live === 'boolean') sink.room?.(body.is_live ? 'live' : 'ended');
      return sink.ignored(type);
    default:
      return sink.ignored(type.slice(0, KIND_LENGTH_MAX));
  }
}

function comment(body: Partial<KickWebhookBody>, stamp: Stamp, sink: FrameSink): void {
  by(body.sender, sink, (user) => {
    if (typeof body.content !== 'string') return sink.malformed('no-text');
    const text = spokenText(body.content);
    if (text === '') return sink.ignored('empty');
    const id = textOf(body.message_id, ID_LENGTH_MAX) || stamp.id;
    sink.event({ type: 'comment', ...stamp, id, user, text });
  });
}

function kicks(body: Partial<KickWebhookBody>, stamp: Stamp, sink: FrameSink): void {
  const { name, amount, message } = fieldsOf(body.gift);
  const gift = makeGift({ name: textOf(name, ID_LENGTH_MAX) || 'Kicks', unitValue: amount });
  by(body.sender, sink, (user) => {
    sink.event({ type: 'gift', ...stamp, user, gift });
    const text = typeof message === 'string' ? spokenText(message) : '';
    if (text === '') return;
    sink.event({ type: 'comment', ...stamp, id: idOfPart(stamp.id, 'comment'), user, text });
  });
}

function give(giver: KickPerson | undefined, gift: Gift, stamp: Stamp, sink: FrameSink): void {
  by(giver, sink, (user) => sink.event({ type: 'gift', ...stamp, user, gift }));
}

function by(person: KickPerson | undefined, sink: FrameSink, report: (user: User) => void): void {
  const { is_anonymous, user_id: id, username: name, identity } = fieldsOf(person);
  const [badge, badgeLevel] = subscriberBadge(fieldsOf(identity).badges, BADGE);
  const user = makeUser(
    'kick',
    is_anonymous === true
      ? { name: ANONYMOUS }
      : { id, name, badge, badgeLevel, guard: badge !== '' },
  );
  if (user === undefined) sink.malformed('no-user');
  else report(user);
}

function stampOf({ headers }: Webhook, { created_at }: Partial<KickWebhookBody>): Stamp {
  return {
    id: headers.get(KICK_HEADER.id)?.slice(0, ID_LENGTH_MAX),
    timestamp: eventTime(created_at) ?? eventTime(headers.get(KICK_HEADER.time)),
  };
}

/** A streamer may settle a reward hours after it was redeemed. */
const SETTLED_MS = 24 * 3_600_000;
const SUBSCRIPTION = makeGift({ name: 'Subscription' });
const ANONYMOUS = 'Anonymous';
/** Stands for the giver if Kick names nobody. */
const NOBODY = { is_anonymous: true } as KickPerson;
const BADGE: BadgeKeys<keyof KickBadge> = {
  name: 'type',
  months: 'count',
};
const ID_LENGTH_MAX = 128;
const KIND_LENGTH_MAX = 100;
