import * as fc from 'fast-check';
import { decodeAll, type RecordingSink } from '../../../../test/support/recording-sink.js';
import { refusedOptions } from '../../../../test/support/refused-options.js';
import { SUBSCRIBED } from './streamerbot.external.js';
import { streamerbot } from './streamerbot.definition.js';

const AT = 1_700_000_000_123;
const ANN = { userId: 'twitch_501', name: 'Ann', level: 0, badge: '', badgeLevel: 0 };
const USER = { id: '501', login: 'ann', name: 'Ann' };
const SUBSCRIPTION = { giftName: 'Subscription', giftNum: 1, giftValue: 0, totalValue: 0 };

function frame(name: string, data: object): object {
  const [source, type] = name.split('.');
  return { timeStamp: '2023-11-14T17:13:20.1234567-05:00', event: { source, type }, data };
}

function decode(...frames: readonly unknown[]): RecordingSink {
  return decodeAll(streamerbot.decoder({}), ...frames.map((one) => JSON.stringify(one)));
}

function userOf(platform: string): object {
  return { ...ANN, userId: `${platform}_501` };
}

describe('streamerbot', () => {
  it.each([
    [
      'of a new version',
      {
        messageId: 'm-1',
        text: 'well Kappa played <3',
        emotes: [{ name: 'Kappa' }, { name: '<3' }],
        user: { ...USER, badges: [{ name: 'subscriber' }], monthsSubscribed: 7 },
        message: { msgId: 'm-1' },
      },
    ],
    [
      'of an old version',
      {
        message: {
          msgId: 'm-1',
          userId: '501',
          username: 'ann',
          displayName: 'Ann',
          message: 'well Kappa played <3',
          emotes: [{ name: 'Kappa', startIndex: 5, endIndex: 9 }],
          bits: 0,
          subscriber: true,
          monthsSubscribed: 7,
        },
      },
    ],
  ])('reads a Twitch message %s', (_, data) => {
    const { events, problems } = decode(frame('Twitch.ChatMessage', data));
    expect(problems).toEqual([]);
    expect(events).toEqual([
      {
        type: 'comment',
        id: 'm-1',
        timestamp: AT,
        user: { ...ANN, badge: 'subscriber', badgeLevel: 7, guard: 1 },
        text: 'well played <3',
      },
    ]);
  });

  it('reads a YouTube message, with the time of YouTube', () => {
    const user = { ...USER, id: 'UC1', isSponsor: true };
    const publishedAt = '2023-11-14T22:13:19.5Z';
    const said = { eventId: 'y-1', message: 'hi :wave: all', publishedAt, user };
    const { events } = decode(frame('YouTube.Message', { ...said, emotes: [{ name: ':wave:' }] }));
    expect(events).toEqual([
      {
        type: 'comment',
        id: 'y-1',
        timestamp: 1_699_999_999_500,
        user: { ...ANN, userId: 'youtube_UC1', badge: 'member', guard: 1 },
        text: 'hi all',
      },
    ]);
  });

  it('reads a Kick message', () => {
    const said = { messageId: 'k-1', text: 'new? [emote:37226:KEKW]', user: USER };
    expect(decode(frame('Kick.ChatMessage', said)).events).toEqual([
      { type: 'comment', id: 'k-1', timestamp: AT, user: userOf('kick'), text: 'new?' },
    ]);
  });

  it.each([
    ['Twitch.Follow', { user_id: '501', user_login: 'ann', user_name: 'Ann' }, 'twitch'],
    ['Twitch.Follow', { userId: 501, userName: 'ann', displayName: 'Ann' }, 'twitch'],
    ['YouTube.NewSubscriber', { user: USER }, 'youtube'],
    ['Kick.Follow', { user: USER }, 'kick'],
    ['Trovo.Follow', { user: USER }, 'trovo'],
  ])('makes a follow of %s %j', (name, data, platform) => {
    expect(decode(frame(name, data)).events).toMatchObject([
      { type: 'follow', user: userOf(platform) },
    ]);
  });

  it.each([
    ['Twitch.Sub', { sub_tier: '2000', is_prime: false }, { giftName: 'Subscription Tier 2' }],
    ['Twitch.Sub', { subTier: 1000, isPrime: true }, { giftName: 'Subscription Prime' }],
    ['Twitch.Sub', { tier: 'tier 3' }, { giftName: 'Subscription Tier 3' }],
    ['Twitch.GiftSub', { subTier: 1000, recipient: {} }, { giftName: 'Subscription Tier 1' }],
    ['Twitch.GiftBomb', { total: 5, totalGifts: 99, sub_tier: '1000' }, { giftNum: 5 }],
    ['Twitch.GiftBomb', { gifts: 3, totalGifts: 99 }, { giftNum: 3 }],
    ['Twitch.GiftBomb', { user: null, gifter: USER, total: 2 }, { giftNum: 2 }],
    ['YouTube.SuperSticker', { amount: '¥500' }, { giftName: 'Super Sticker', giftValue: 500 }],
    ['YouTube.SuperSticker', { amount: '500', currencyCode: 'JPY' }, { giftValue: 500 }],
    ['YouTube.SuperSticker', { amount: '5.00', currencyCode: 'EUR' }, { giftValue: 500 }],
    [
      'YouTube.JewelsGifted',
      { name: 'Rose', jewelsAmount: 10 },
      { giftName: 'Rose', giftValue: 10 },
    ],
    ['YouTube.JewelsGifted', { name: 'Rose' }, { giftName: 'Rose', giftNum: 1, totalValue: 0 }],
    ['YouTube.JewelsGifted', { jewels: '30' }, { giftName: 'Jewels', giftNum: 30, totalValue: 30 }],
    ['YouTube.JewelsGifted', { amount: '20 Jewels' }, { giftName: 'Jewels', giftNum: 20 }],
    ['YouTube.NewSponsor', { levelName: 'Gold' }, SUBSCRIPTION],
    ['YouTube.MembershipGift', { count: 4, tier: 'Gold' }, { ...SUBSCRIPTION, giftNum: 4 }],
    ['Kick.Subscription', { duration: 1 }, SUBSCRIPTION],
    ['Kick.Resubscription', { duration: 9 }, SUBSCRIPTION],
    ['Kick.GiftSubscription', { recipient: {} }, SUBSCRIPTION],
    ['Kick.MassGiftSubscription', { recipients: [{}, {}] }, { ...SUBSCRIPTION, giftNum: 2 }],
    ['Kick.sGifted', { kicks: { amount: 50, name: 'Rose' } }, { giftName: 'Rose', giftValue: 50 }],
  ])('makes a gift of %s %j', (name, data, gift) => {
    expect(decode(frame(name, { user: USER, ...data })).events).toMatchObject([
      { type: 'gift', timestamp: AT, gift },
    ]);
  });

  it.each([
    [
      'Twitch.Cheer',
      { bits: 100, text: 'Cheer100 nice', messageId: 'c-1' },
      { giftName: 'Bits', giftNum: 100, giftValue: 1, totalValue: 100 },
      'nice',
    ],
    [
      'Twitch.Cheer',
      { message: { bits: 5, message: 'Cheer5 nice', msgId: 'c-1' } },
      { giftName: 'Bits', giftNum: 5 },
      'nice',
    ],
    [
      'Twitch.ReSub',
      { subTier: 1000, cumulativeMonths: 8, text: 'eight!', messageId: 'c-1' },
      { giftName: 'Subscription Tier 1', giftNum: 1 },
      'eight!',
    ],
    [
      'YouTube.SuperChat',
      { eventId: 'c-1', amount: '$4.99', currencyCode: 'USD', message: 'for you' },
      { giftName: 'Super Chat', giftNum: 1, giftValue: 499 },
      'for you',
    ],
    [
      'YouTube.SuperChat',
      { eventId: 'c-1', microAmount: 500_000_000, currencyCode: 'JPY', message: 'for you' },
      { giftName: 'Super Chat', giftValue: 500 },
      'for you',
    ],
    [
      'YouTube.MemberMileStone',
      { eventId: 'c-1', months: 12, message: 'a year' },
      SUBSCRIPTION,
      'a year',
    ],
    [
      'Kick.KicksGifted',
      { messageId: 'c-1', gift: { name: 'Rage Quit', amount: 500 }, text: 'w' },
      { giftName: 'Rage Quit', giftValue: 500 },
      'w',
    ],
    [
      'Kick.sGifted',
      { messageId: 'c-1', kicks: { name: 'Rage Quit', amount: 500 }, rawInput: 'w [emote:1:x]' },
      { giftName: 'Rage Quit', giftValue: 500 },
      'w',
    ],
  ])('gives the gift of %s before what was written', (name, data, gift, text) => {
    expect(decode(frame(name, { user: USER, ...data })).events).toMatchObject([
      { type: 'gift', id: 'c-1:gift', gift },
      { type: 'comment', id: 'c-1', text },
    ]);
  });

  it('gives a cheer the same ids as a cheer and as a message', () => {
    const data = { bits: 10, text: 'Cheer10 nice', messageId: 'c-1', user: USER };
    const ids = (name: string): unknown => decode(frame(name, data)).events.map(({ id }) => id);
    expect(ids('Twitch.ChatMessage')).toEqual(ids('Twitch.Cheer'));
  });

  it('gives each gift of a combo that shares one id an id of its own', () => {
    const rose = { user: USER, eventId: 'j-1', name: 'Rose', jewelsAmount: 10 };
    const { events } = decode(
      ...[1, 2, 3].map((comboCount) => frame('YouTube.JewelsGifted', { ...rose, comboCount })),
    );
    expect(events.map(({ id }) => id)).toEqual(['j-1', 'j-1:2', 'j-1:3']);
  });

  it('counts given subscriptions once, whichever events tell them', () => {
    const bomb = { isAnonymous: false, user: USER, gifts: 2, id: 'b-1', subTier: '1000' };
    const one = { user: USER, recipient: { id: '7' }, subTier: '1000', messageId: 'g-1' };
    const got = { user: { id: '7', login: 'bo', name: 'Bo' }, messageId: 'r-1', text: 'thanks' };
    const { events, ignoredKinds } = decode(
      frame('Twitch.GiftBomb', bomb),
      frame('Twitch.GiftSub', { ...one, fromCommunitySubGift: true, communityGiftId: 'b-1' }),
      frame('Twitch.GiftSub', { ...one, communityGiftId: 'b-1' }),
      frame('Twitch.Sub', { ...got, isGift: true }),
      frame('Twitch.Sub', { user_id: '7', user_name: 'Bo', tier: '1000', is_gift: true }),
      frame('Twitch.GiftSub', { ...one, fromCommunitySubGift: false, communityGiftId: '' }),
      frame('Twitch.ReSub', { ...got, isGift: true, gifter: USER }),
      frame('Twitch.ReSub', { ...got, text: null, isGift: true }),
      frame('Twitch.ReSub', { ...got, isGift: false }),
    );
    const bo = { userId: 'twitch_7', name: 'Bo' };
    expect(events).toMatchObject([
      { type: 'gift', user: userOf('twitch'), gift: { giftNum: 2 } },
      { type: 'gift', user: userOf('twitch'), gift: { giftNum: 1 } },
      { type: 'comment', id: 'r-1', user: bo, text: 'thanks' },
      { type: 'gift', id: 'r-1:gift', user: bo },
      { type: 'comment', id: 'r-1', user: bo },
    ]);
    expect(ignoredKinds).toEqual([
      'of-a-gift-bomb',
      'of-a-gift-bomb',
      'gifted-subscription',
      'gifted-subscription',
      'gifted-subscription',
    ]);
  });

  it('counts one payment once, however it is told', () => {
    const cheer = { user: USER, bits: 100, text: 'Cheer100 nice', messageId: 'm-9' };
    const back = { userId: '501', userName: 'ann', displayName: 'Ann', subTier: 1000 };
    const { events, ignoredKinds } = decode(
      frame('Twitch.Cheer', cheer),
      frame('Twitch.ChatMessage', cheer),
      frame('Twitch.Sub', back),
      frame('Twitch.ReSub', { ...back, message: 'back again' }),
      frame('Twitch.ReSub', { ...back, message: 'and more' }),
    );
    expect(events).toMatchObject([
      { type: 'gift', gift: { giftName: 'Bits', giftNum: 100 } },
      { type: 'comment', text: 'nice' },
      { type: 'gift', gift: { giftName: 'Subscription Tier 1' } },
      { type: 'comment', text: 'back again' },
      { type: 'gift', gift: { giftName: 'Subscription Tier 1' } },
      { type: 'comment', text: 'and more' },
    ]);
    expect(ignoredKinds).toEqual(['told-before']);
  });

  it('makes one comment of the words of a reward, and none of a reward without words', () => {
    const redeemed = { user_id: '501', user_login: 'ann', user_name: 'Ann', reward: { cost: 9 } };
    const input = 'how much is shipping?';
    const { events, ignoredKinds } = decode(
      frame('Twitch.RewardRedemption', { ...redeemed, user_input: input }),
      frame('Twitch.ChatMessage', { user: USER, text: input }),
      frame('Twitch.ChatMessage', { user: USER, text: 'in red?' }),
      frame('Twitch.RewardRedemption', { ...redeemed, userInput: 'in red?' }),
      frame('Twitch.RewardRedemption', redeemed),
      frame('Kick.RewardRedemption', { user: USER, userInput: 'hi' }),
      frame('Twitch.WatchStreak', { user: USER, message: 'ten in a row' }),
    );
    const user = userOf('twitch');
    expect(events).toMatchObject([
      { type: 'comment', user, text: input },
      { type: 'comment', user, text: 'in red?' },
      { type: 'comment', user: userOf('kick'), text: 'hi' },
      { type: 'comment', user, text: 'ten in a row' },
    ]);
    expect(ignoredKinds).toEqual(['told-before', 'told-before', 'Twitch.RewardRedemption']);
  });

  it.each([
    ['AutomaticRewardRedemption', { rewardType: 'celebration', rewardCost: 80 }, 80],
    ['AutomaticRewardRedemption', { reward_type: 'message_effect', reward_cost: 20 }, 20],
    ['AutomaticRewardRedemption', { reward: { type: 'gigantify_an_emote', cost: 30 } }, 30],
    ['PowerUpRedemption', { type: 'gigantify_an_emote', bits: 30 }, 30],
    ['CustomPowerUpRedemption', { customPowerUp: { bitsCost: 50 } }, 50],
  ])('makes bits of the power-up in Twitch.%s %j', (type, data, bits) => {
    const { events } = decode(frame(`Twitch.${type}`, { user: USER, ...data }));
    const gift = { giftName: 'Bits', giftNum: bits, giftValue: 1, totalValue: bits };
    expect(events).toMatchObject([{ type: 'gift', user: userOf('twitch'), gift }]);
  });

  it('makes no bits of a reward for channel points', () => {
    const reward = { user: USER, rewardType: 'send_highlighted_message', rewardCost: 100 };
    const { events, ignoredKinds } = decode(frame('Twitch.AutomaticRewardRedemption', reward));
    expect([events, ignoredKinds]).toEqual([[], ['Twitch.AutomaticRewardRedemption']]);
  });

  it.each([
    ['StreamElements.Tip', { username: 'Cy', amount: 4.2, currency: 'USD' }, 420],
    ['Streamlabs.Donation', { from: 'Cy', amount: '5', formattedAmount: '$5.00' }, 500],
    ['Streamlabs.CharityDonation', { from: 'Cy', amount: 500, currency: 'JPY' }, 500],
    ['Kofi.Donation', { from_name: 'Cy', amount: '3.00', currency: 'EUR' }, 300],
    ['Kofi.Subscription', { from: 'Cy', amount: 3, currency: 'EUR' }, 300],
    ['TipeeeStream.Donation', { user: { username: 'Cy' }, amount: 2, currency: 'EUR' }, 200],
    ['Pallygg.CampaignTip', { displayName: 'Cy', formattedAmount: '2,50 €' }, 250],
    ['Pallygg.CampaignTip', { tipDisplayName: 'Cy', tipGrossAmount: 1.25, tipNetAmount: 1 }, 125],
    ['Pallygg.CampaignTip', { campaignTip: { displayName: 'Cy', grossAmountInCents: 125 } }, 125],
    [
      'Patreon.PledgeCreated',
      {
        user: { attributes: { full_name: 'Cy' } },
        member: { attributes: { currently_entitled_amount_cents: 500 } },
      },
      500,
    ],
    ['Fourthwall.Donation', { username: 'Cy', donation: { amount: 1, currency: 'USD' } }, 100],
  ])('makes a gift of %s, and a comment of its words', (name, data, value) => {
    const { events } = decode(frame(name, { ...data, message: 'for tea' }));
    const user = { userId: `${name.split('.')[0]!.toLowerCase()}_Cy`, name: 'Cy' };
    expect(events).toMatchObject([
      { type: 'gift', user, gift: { giftNum: 1, totalValue: value } },
      { type: 'comment', user, text: 'for tea' },
    ]);
  });

  // The names are those of StreamerbotEvents in Streamerbot/client, packages/client/src/ws/types/events/events.const.ts.
  it('reads Trovo, orders of merchandise, treats, and what was written with an upgrade', () => {
    const { events } = decode(
      frame('Trovo.ChatMessage', { messageId: 't-1', message: 'hi', user: USER }),
      frame('Trovo.SpellCast', { user: USER, spell: 'Winner', quantity: 2, value: 50 }),
      frame('Trovo.SpellCast', { user: USER, spell: { name: 'Stay safe', value: 5 } }),
      frame('Trovo.MassGiftSubscription', { user: USER, count: 3 }),
      frame('StreamElements.Merch', { user: 'Ann', amount: 20, currency: 'USD', message: 'mug' }),
      frame('Streamlabs.Merchandise', { from: 'Ann', amount: '27.95', currency: 'EUR' }),
      frame('TreatStream.Treat', { sender: 'Ann', title: 'Coffee', message: 'drink' }),
      frame('Shopify.OrderPaid', { customer: { firstName: 'Ann' }, totalPrice: '9.50' }),
      frame('Twitch.PrimePaidUpgrade', { user: USER, message: 'staying' }),
    );
    expect(events).toMatchObject([
      { type: 'comment', user: userOf('trovo'), text: 'hi' },
      { type: 'gift', gift: { giftName: 'Winner', giftNum: 2, giftValue: 50, totalValue: 100 } },
      { type: 'gift', gift: { giftName: 'Stay safe', giftNum: 1, totalValue: 5 } },
      { type: 'gift', gift: { giftName: 'Subscription', giftNum: 3 } },
      { user: { userId: 'streamelements_Ann' }, gift: { giftName: 'Order', totalValue: 2000 } },
      { type: 'comment', text: 'mug' },
      { user: { userId: 'streamlabs_Ann' }, gift: { giftName: 'Order', totalValue: 2795 } },
      { user: { userId: 'treatstream_Ann' }, gift: { giftName: 'Treat' } },
      { type: 'comment', text: 'drink' },
      { user: { userId: 'shopify_Ann' }, gift: { giftName: 'Order', totalValue: 950 } },
      { type: 'comment', user: userOf('twitch'), text: 'staying' },
    ]);
  });

  it('names nobody for a tip without a name, and makes gifts of donations to charity', () => {
    const amount = { value: 1050, decimal_places: 2, currency: 'USD' };
    const { events } = decode(
      frame('Kofi.Donation', { amount: 1, currency: 'USD' }),
      frame('Twitch.CharityDonation', { user: USER, amount }),
    );
    expect(events).toMatchObject([
      { user: { userId: 'kofi_Anonymous' }, gift: { giftName: 'Donation', totalValue: 100 } },
      { user: userOf('twitch'), gift: { giftName: 'Charity Donation', totalValue: 1050 } },
    ]);
  });

  it("ignores Streamer.bot's own lines, and tests unless they are asked for", () => {
    const said = { user: USER, text: 'hi' };
    const frames = [
      frame('Twitch.ChatMessage', { message: { internal: true, userId: '71', message: 'hi' } }),
      frame('Kick.ChatMessage', { ...said, isInternal: true }),
      frame('Twitch.Sub', { userId: '1', displayName: 'Test', subTier: 1000, isTest: true }),
      frame('Twitch.ChatMessage', { message: { userId: '1', message: 'hi', isTest: true } }),
    ];
    const { events, ignoredKinds } = decode(...frames);
    expect([events, ignoredKinds]).toEqual([[], ['own', 'own', 'test', 'test']]);
    const texts = frames.map((one) => JSON.stringify(one));
    const tested = decodeAll(streamerbot.decoder({ testEvents: true }), ...texts);
    expect(tested.events.map(({ type }) => type)).toEqual(['gift', 'comment']);
    expect(tested.ignoredKinds).toEqual(['own', 'own']);
  });

  it('names an anonymous giver', () => {
    const { events } = decode(
      frame('Twitch.GiftBomb', { isAnonymous: true, total: 2 }),
      frame('Kick.GiftSubscription', { is_anonymous: true }),
    );
    expect(events).toMatchObject([
      { user: { name: 'AnAnonymousGifter' } },
      { user: { userId: 'kick_Anonymous' } },
    ]);
  });

  it.each([
    ['Twitch.ViewerCountUpdate', { viewers: 12 }, 12],
    ['YouTube.StatisticsUpdated', { concurrentViewers: '34' }, 34],
    ['Kick.ViewerCountUpdate', { viewerCount: 0 }, 0],
  ])('makes viewers of %s', (name, data, numberOfViewers) => {
    expect(decode(frame(name, data)).events).toEqual([
      { type: 'viewers', timestamp: AT, numberOfViewers },
    ]);
  });

  it('ignores by name messages that are no event, or repeat another', () => {
    const { ignoredKinds, events } = decode(
      frame('Twitch.Raid', {}),
      frame('YouTube.GiftMembershipReceived', { user: USER }),
      frame('Twitch.GiftSub', { user: USER, fromSubBomb: true }),
      frame('Twitch.GiftSub', { user: USER, fromCommunitySubGift: true }),
      frame('Twitch.ChatMessage', { user: USER, text: 'x', isFromSharedChatGuest: true }),
      frame('Twitch.ReSub', { user: USER, text: 'x', isFromSharedChatGuest: true }),
      frame('YouTube.StatisticsUpdated', { viewCount: 90, likeCount: 3 }),
      frame('YouTube.PresentViewers', { users: [USER], isLive: true }),
      frame('Twitch.ChatMessage', { user: USER, text: ' ' }),
      { request: 'Hello', info: {} },
      { id: '1', status: 'ok' },
    );
    expect(events).toEqual([]);
    expect(ignoredKinds).toEqual([
      'Twitch.Raid',
      'YouTube.GiftMembershipReceived',
      'of-a-gift-bomb',
      'of-a-gift-bomb',
      'shared-chat',
      'shared-chat',
      'YouTube.StatisticsUpdated',
      'YouTube.PresentViewers',
      'empty',
      'info',
      'answer',
    ]);
  });

  it('counts malformed events', () => {
    const { problems } = decode(
      [],
      {},
      { event: {} },
      { event: 5 },
      frame('Twitch.ChatMessage', {}),
      frame('Kick.ViewerCountUpdate', {}),
    );
    expect(problems).toEqual([
      'not-an-object',
      'no-event',
      'no-event-type',
      'no-event-type',
      'no-user',
      'no-viewers',
    ]);
    expect(decodeAll(streamerbot.decoder({}), '{').problems).toEqual(['not-json']);
  });

  it('never throws, whatever an event holds', () => {
    const names = Object.entries(SUBSCRIBED).flatMap(([source, types]) =>
      types.map((type) => `${source}.${type}`),
    );
    const keys = ['user', 'message', 'text', 'emotes', 'bits', 'amount', 'kicks', 'recipients'];
    const more = ['subTier', 'total', 'userId', 'viewers', 'badges', 'publishedAt', 'microAmount'];
    const data = fc.dictionary(fc.constantFrom(...keys, ...more), fc.jsonValue());
    fc.assert(
      fc.property(fc.constantFrom(...names), data, (name, values) => {
        const plain = decode(frame(name, values));
        const withUser = decode(frame(name, { user: USER, ...values }));
        for (const sink of [plain, withUser]) {
          const seen = sink.events.length + sink.ignoredKinds.length + sink.problems.length;
          expect(seen).toBeGreaterThanOrEqual(1);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('accepts a password and an address, and requires neither', () => {
    expect(refusedOptions(streamerbot, {})).toEqual([]);
    expect(refusedOptions(streamerbot, { password: 'x', url: 'ws://10.0.0.5:8080/' })).toEqual([]);
    expect(refusedOptions(streamerbot, { testEvents: true })).toEqual([]);
    const wrong = { password: '', testEvents: 'yes', url: 'http://10.0.0.5' };
    expect(refusedOptions(streamerbot, wrong)).toEqual(Object.keys(wrong));
  });
});
