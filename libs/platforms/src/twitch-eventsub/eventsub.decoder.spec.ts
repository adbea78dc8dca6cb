import * as fc from 'fast-check';
import { decodeAll, type RecordingSink } from '../../../../test/support/recording-sink.js';
import { EventsubDecoder } from './eventsub.decoder.js';

const NOTIFICATION = 'channel.chat.notification';
const NOA = { user_id: '77', user_login: 'noa', user_name: 'Noa' };
const NOA_USER = { userId: 'twitch_77', name: 'Noa', level: 0, badge: '', badgeLevel: 0 };

/** A notification as Twitch sends it. */
function notification(type: string, event: object): Record<string, unknown> {
  return {
    metadata: {
      message_id: 'n-1',
      message_type: 'notification',
      message_timestamp: '2023-11-14T22:13:20.123456789Z',
      subscription_type: type,
      subscription_version: '1',
    },
    payload: {
      subscription: { type, status: 'enabled' },
      event: { broadcaster_user_id: '1', ...event },
    },
  };
}

function chat(fields: object): Record<string, unknown> {
  return notification('channel.chat.message', {
    chatter_user_id: '77',
    chatter_user_login: 'noa',
    chatter_user_name: 'Noa',
    message_id: 'm-1',
    message: { text: 'hi', fragments: [{ type: 'text', text: 'hi' }] },
    badges: [],
    ...fields,
  });
}

/** A notice in the chat. */
function notice(kind: string, fields: object): Record<string, unknown> {
  const { payload, ...rest } = chat({ notice_type: kind, message: { text: '' }, ...fields });
  const metadata = { ...(rest['metadata'] as object), subscription_type: NOTIFICATION };
  return { metadata, payload };
}

function decode(...frames: unknown[]): RecordingSink {
  return decodeAll(new EventsubDecoder(), ...frames.map((frame) => JSON.stringify(frame)));
}

describe('EventsubDecoder', () => {
  it('makes a comment of a chat message, with its own id and the months of the badge', () => {
    const badges = [
      { set_id: 'moderator', id: '1', info: '' },
      { set_id: 'subscriber', id: '12', info: '16' },
    ];
    expect(decode(chat({ badges, source_broadcaster_user_id: null })).events).toEqual([
      {
        type: 'comment',
        id: 'm-1',
        timestamp: 1_700_000_000_123,
        user: { ...NOA_USER, badge: 'subscriber', badgeLevel: 16, guard: 1 },
        text: 'hi',
      },
    ]);
  });

  it('leaves out emotes and cheermotes among words, and keeps hearts and names', () => {
    const fragments = [
      { type: 'emote', text: 'Kappa' },
      { type: 'text', text: ' I ' },
      { type: 'emote', text: '<3' },
      { type: 'text', text: ' ' },
      { type: 'mention', text: '@ana' },
      { type: 'cheermote', text: 'Cheer100' },
    ];
    const only = { text: 'Kappa', fragments: fragments.slice(0, 1) };
    const sink = decode(chat({ message: { text: '…', fragments } }), chat({ message: only }));
    expect(sink.events).toMatchObject([{ text: 'I <3 @ana' }, { text: 'Kappa' }]);
  });

  it('keeps a text of cheermotes and emotes alone as it was written', () => {
    const fragments = [
      { type: 'cheermote', text: 'Cheer100' },
      { type: 'text', text: ' ' },
      { type: 'emote', text: 'Kappa' },
    ];
    const sink = decode(
      chat({ message: { text: 'Cheer100 Kappa', fragments } }),
      chat({ message: { fragments } }),
      chat({ message: { text: ' ', fragments: [] } }),
    );
    expect(sink.events).toMatchObject([{ text: 'Cheer100 Kappa' }, { text: 'Cheer100 Kappa' }]);
    expect(sink.ignoredKinds).toEqual(['empty']);
  });

  it('ignores messages of another channel in a shared chat', () => {
    const sink = decode(
      chat({ source_broadcaster_user_id: '2' }),
      chat({ source_broadcaster_user_id: '1' }),
    );
    expect(sink.ignoredKinds).toEqual(['shared-chat']);
    expect(sink.events).toHaveLength(1);
  });

  it('makes a follow, at its own time', () => {
    const follow = notification('channel.follow', {
      ...NOA,
      followed_at: '2023-11-14T22:13:19.5Z',
    });
    expect(decode(follow).events).toEqual([
      { type: 'follow', id: 'n-1', timestamp: 1_699_999_999_500, user: NOA_USER },
    ]);
  });

  it('gives bits as a gift alone: their words come as a chat message', () => {
    const cheer = notification('channel.cheer', { ...NOA, bits: 100, message: 'Cheer100 hi' });
    const anonymous = notification('channel.cheer', { is_anonymous: true, user_id: null, bits: 5 });
    expect(decode(cheer, anonymous).events).toMatchObject([
      {
        type: 'gift',
        user: NOA_USER,
        gift: { giftName: 'Bits', giftNum: 100, giftValue: 1, totalValue: 100 },
      },
      { user: { userId: 'twitch_407665396' }, gift: { giftNum: 5 } },
    ]);
  });

  it('counts subscriptions for the viewer who pays', () => {
    const sink = decode(
      notification('channel.subscribe', { ...NOA, tier: '1000', is_gift: false }),
      notification('channel.subscribe', { ...NOA, tier: '1000', is_gift: true }),
      notification('channel.subscription.gift', { ...NOA, tier: '2000', total: 4 }),
      notification('channel.subscription.gift', {
        user_id: null,
        is_anonymous: true,
        tier: '3000',
        total: 1,
      }),
    );
    expect(sink.events).toMatchObject([
      { user: NOA_USER, gift: { giftName: 'Subscription Tier 1', giftNum: 1, totalValue: 0 } },
      { user: NOA_USER, gift: { giftName: 'Subscription Tier 2', giftNum: 4 } },
      {
        user: { userId: 'twitch_274598607' },
        gift: { giftName: 'Subscription Tier 3', giftNum: 1 },
      },
    ]);
    expect(sink.ignoredKinds).toEqual(['gifted-subscription']);
  });

  it('gives the gift of a resubscription first and then its text', () => {
    const message = { text: 'Kappa one year', emotes: [{ begin: 0, end: 4, id: '25' }] };
    const resub = { ...NOA, tier: '1000', cumulative_months: 12, duration_months: 3, message };
    expect(decode(notification('channel.subscription.message', resub)).events).toMatchObject([
      {
        type: 'gift',
        id: 'n-1',
        user: { badge: 'subscriber', badgeLevel: 12, guard: 1 },
        gift: { giftNum: 1 },
      },
      { type: 'comment', id: 'n-1:comment', text: 'one year' },
    ]);
  });

  it('counts one payment once over all events that tell it, and a second payment again', () => {
    const bits = { ...NOA, bits: 30 };
    const power = notification('channel.bits.use', { ...bits, type: 'power_up', message: null });
    const cheer = notification('channel.cheer', { ...bits, message: 'Cheer30' });
    const used = notification('channel.bits.use', { ...bits, type: 'cheer' });
    const said = chat({ cheer: { bits: 30 } });
    const sink = decode(cheer, used, said, power);
    expect(sink.events).toMatchObject([
      { type: 'gift', gift: { giftName: 'Bits', giftNum: 30, totalValue: 30 } },
      { type: 'comment', text: 'hi' },
      { type: 'gift', gift: { giftNum: 30 } },
    ]);
    expect(sink.ignoredKinds).toEqual(['told-before', 'told-before']);
    expect(decode(said).events).toMatchObject([
      { type: 'gift', id: 'm-1:gift' },
      { type: 'comment', id: 'm-1' },
    ]);
  });

  it('counts a subscription once over its payment, its share and its chat notice', () => {
    const message = { text: 'back again', emotes: null };
    const shared = { ...NOA, tier: '1000', cumulative_months: 7, message };
    const resub = { sub_tier: '1000', is_gift: false, cumulative_months: 7 };
    const sink = decode(
      notification('channel.subscribe', { ...NOA, tier: '1000', is_gift: false }),
      notification('channel.subscription.message', shared),
      notice('resub', { resub, message: { text: 'back again' } }),
      notice('resub', { resub: { ...resub, is_gift: true }, message: { text: 'thanks' } }),
    );
    expect(sink.events).toMatchObject([
      { type: 'gift', gift: { giftName: 'Subscription Tier 1', giftNum: 1 } },
      { type: 'comment', text: 'back again' },
      { type: 'comment', text: 'thanks' },
    ]);
  });

  it('reads from notices the events that only a token of the channel sees elsewhere', () => {
    const amount = { value: 550, decimal_place: 2, currency: 'USD' };
    const given = { total: 5, sub_tier: '1000' };
    const sink = decode(
      notice('sub', { sub: { sub_tier: '2000', is_prime: false } }),
      notice('community_sub_gift', { community_sub_gift: given }),
      notice('sub_gift', { sub_gift: { sub_tier: '1000', community_gift_id: '7' } }),
      notice('sub_gift', { sub_gift: { sub_tier: '1000' }, chatter_is_anonymous: true }),
      notice('charity_donation', { charity_donation: { charity_name: 'x', amount } }),
      notification('channel.charity_campaign.donate', {
        ...NOA,
        amount: { value: 550, decimal_places: 2, currency: 'USD' },
      }),
      notice('watch_streak', { message: { text: 'five in a row!' } }),
      notice('bits_badge_tier', { message: { text: '' } }),
      notice('announcement', { message: { text: 'sale at eight' } }),
      notice('shared_chat_resub', { message: { text: 'elsewhere' } }),
    );
    expect(sink.events).toMatchObject([
      { user: NOA_USER, gift: { giftName: 'Subscription Tier 2', giftNum: 1 } },
      { user: NOA_USER, gift: { giftName: 'Subscription Tier 1', giftNum: 5 } },
      { user: { userId: 'twitch_274598607' }, gift: { giftNum: 1 } },
      { user: NOA_USER, gift: { giftName: 'Charity Donation', totalValue: 550 } },
      { type: 'comment', text: 'five in a row!' },
    ]);
    const ignored = ['of-a-gift-bomb', 'told-before', 'bits_badge_tier', 'announcement'];
    expect(sink.ignoredKinds).toEqual([...ignored, 'shared-chat']);
  });

  it("makes one comment of a reward's words, told as redemption and as message", () => {
    const redemption = 'channel.channel_points_custom_reward_redemption.add';
    const sink = decode(
      notification(redemption, { ...NOA, user_input: 'hi', reward: { title: 'Ask' } }),
      chat({ channel_points_custom_reward_id: 'r-1' }),
      chat({ message_id: 'm-2' }),
      notification(redemption, { ...NOA, user_input: '', reward: { title: 'Hydrate' } }),
    );
    expect(sink.events).toMatchObject([
      { type: 'comment', text: 'hi' },
      { type: 'comment', id: 'm-2', text: 'hi' },
    ]);
    expect(sink.ignoredKinds).toEqual(['told-before', 'reward']);
  });

  it('names ignored messages, and passes on those about the connection', () => {
    const heard: string[] = [];
    const sink = decode(notification('channel.raid', {}));
    const keepalive = { metadata: { message_type: 'session_keepalive' }, payload: {} };
    new EventsubDecoder().decode(JSON.stringify(keepalive), sink, (kind) => heard.push(kind));
    expect(heard).toEqual(['session_keepalive']);
    expect(sink.ignoredKinds).toEqual(['channel.raid', 'session_keepalive']);
  });

  it('counts malformed notifications', () => {
    const nobody = notification('channel.follow', { user_id: null });
    const sink = decode([], {}, { metadata: {} }, { ...nobody, payload: null }, nobody);
    expect(sink.problems).toEqual([
      'not-an-object',
      'no-metadata',
      'no-message-type',
      'no-event',
      'no-user',
    ]);
    expect(decodeAll(new EventsubDecoder(), '{').problems).toEqual(['not-json']);
  });

  it('accounts for every notification, whatever its fields hold', () => {
    const types = [
      'chat.message',
      'follow',
      'subscribe',
      'subscription.gift',
      'subscription.message',
      'cheer',
      'bits.use',
      'chat.notification',
      'charity_campaign.donate',
      'custom_power_up_redemption.add',
    ];
    const fields = [
      'message',
      'badges',
      'user_id',
      'user_name',
      'chatter_user_id',
      'bits',
      'tier',
      'total',
      'notice_type',
      'resub',
      'amount',
      'user_input',
    ];
    const event = fc.dictionary(fc.constantFrom(...fields), fc.jsonValue());
    fc.assert(
      fc.property(fc.constantFrom(...types), event, (type, values) => {
        const { message, ...rest } = values;
        const whole = {
          ...NOA,
          chatter_user_id: '7',
          ...rest,
          ...(message === undefined ? {} : { message }),
        };
        const sink = decode(notification(`channel.${type}`, whole));
        const seen = sink.events.length + sink.ignoredKinds.length + sink.problems.length;
        expect(seen).toBeGreaterThanOrEqual(1);
        expect(seen).toBeLessThanOrEqual(2);
      }),
      { numRuns: 500 },
    );
  });
});
