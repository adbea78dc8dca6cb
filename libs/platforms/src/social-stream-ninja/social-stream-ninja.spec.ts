import { buildOptions, checkOptions } from '#options';
import * as fc from 'fast-check';
import { decodeAll } from '../../../../test/support/recording-sink.js';
import { socialStreamNinja } from './social-stream-ninja.definition.js';
import { SocialStreamNinjaOptions } from './social-stream-ninja.options.js';

const ANN = { type: 'youtube', chatname: 'Ann', userid: 'UC1', id: 17, chatmessage: '' };
const USER = { userId: 'youtube_UC1', name: 'Ann', level: 0, badge: '', badgeLevel: 0 };

function optionsOf(plain: object): SocialStreamNinjaOptions {
  return buildOptions(SocialStreamNinjaOptions, { ...plain });
}

/** Messages that are Ann's, but for what is said. */
function decode(...messages: readonly object[]): ReturnType<typeof decodeAll> {
  const frames = messages.map((message) => JSON.stringify({ ...ANN, ...message }));
  return decodeAll(socialStreamNinja.decoder(optionsOf({})), ...frames);
}

/** A message of a streak of roses, as TikFinity's are passed on. */
function rose(repeatCount: number, fields: object = {}): object {
  const meta = { giftName: 'Rose', giftId: 5655, diamondCount: 1, repeatCount };
  const streak = { groupId: '17', streakable: true, repeatEnd: false };
  const hasDonation = `${repeatCount} coins`;
  return { type: 'tiktok', event: 'gift', hasDonation, meta: { ...meta, ...streak, ...fields } };
}

/** A gift on YouTube. */
function jewels(youtubeGift: object, more: object = {}): object {
  return { event: 'jeweldonation', meta: { messageId: 'g1', youtubeGift }, ...more };
}

/** A gift as TikTok's own page shows it. */
function shown(tiktokGiftCount: number, meta: object, hasDonation: string): object {
  const streak = { tiktokGiftStreakId: 'tab-1', tiktokGiftCount, ...meta };
  return { type: 'tiktok', event: 'gift', hasDonation, meta: streak };
}

/** An alert of the tool's Streamlabs box: the box's text, and what filled it in. */
function box(chatname: string, event: string, chatmessage: string, tokens: object): object {
  const meta = { tokens: { name: chatname, ...tokens } };
  return { type: 'streamlabs', userid: '', chatname, event, chatmessage, meta, textonly: true };
}

describe('socialStreamNinja', () => {
  it('reads chat of each site, as text', () => {
    const html = 'I &lt;3 <img alt="Kappa" src="x">';
    const { events } = decode(
      { chatmessage: html, meta: { messageId: 'm1' }, event: false },
      { chatmessage: '1 < 2 &amp; <b>', textonly: true, type: 'kick' },
      { chatmessage: '<b>rich</b>', meta: { plainText: 'plain <3' }, type: 'youtubeshorts' },
      { chatmessage: 'who am I', type: 'a b', userid: '' },
    );
    expect(events).toMatchObject([
      { type: 'comment', id: 'm1', user: USER, text: 'I <3 Kappa' },
      { type: 'comment', id: undefined, user: { userId: 'kick_UC1' }, text: '1 < 2 &amp; <b>' },
      { type: 'comment', user: USER, text: 'plain <3' },
      { type: 'comment', user: { userId: 'ssn_Ann' }, text: 'who am I' },
    ]);
  });

  it.each([
    ['joined', 'enter'],
    ['liked', 'like'],
    ['new_follower', 'follow'],
    ['followed', 'follow'],
    ['new_subscriber', 'follow'],
  ])("makes of YouTube's event %s a %s, and no comment", (event, type) => {
    const { events } = decode({ event, chatmessage: 'Ann did something' });
    expect(events).toEqual([{ type, id: undefined, user: USER }]);
  });

  it.each([
    [
      'a super chat',
      { hasDonation: '$5.00' },
      { giftName: 'Super Chat', giftNum: 1, giftValue: 500, totalValue: 500 },
    ],
    [
      'a sticker',
      { hasDonation: '¥320', event: 'supersticker' },
      { giftName: 'Super Sticker', giftNum: 1, giftValue: 320, totalValue: 320 },
    ],
    [
      'a tip elsewhere',
      { type: 'kick', hasDonation: '2,50 €' },
      { giftName: 'Donation', giftNum: 1, giftValue: 250, totalValue: 250 },
    ],
    [
      'bits',
      { type: 'twitch', hasDonation: '500 bits', event: 'cheer' },
      { giftName: 'Bits', giftNum: 500, giftValue: 1, totalValue: 500 },
    ],
    [
      'coins',
      { type: 'tiktok', hasDonation: '300 coins', event: 'gift' },
      { giftName: 'coins', giftNum: 300, giftValue: 1, totalValue: 300 },
    ],
    [
      'a gift without a price',
      { type: 'tiktok', hasDonation: '3 roses', event: 'something_new' },
      { giftName: 'roses', giftNum: 3, giftValue: 0, totalValue: 0 },
    ],
    [
      'a gift without a number',
      { type: 'vk', hasDonation: 'Big Heart' },
      { giftName: 'Big Heart', giftNum: 1, giftValue: 0, totalValue: 0 },
    ],
    [
      'a membership',
      { event: 'sponsorship', membership: 'MEMBERSHIP' },
      { giftName: 'Subscription', giftNum: 1, giftValue: 0, totalValue: 0 },
    ],
    [
      'a subscription with its tier',
      { type: 'twitch', event: 'resub', subtitle: 'Tier 2 for 14 months' },
      { giftName: 'Subscription Tier 2', giftNum: 1, giftValue: 0, totalValue: 0 },
    ],
    [
      'memberships for others',
      { event: 'giftpurchase', subtitle: '5 memberships', chatmessage: 'Ann gifted 5' },
      { giftName: 'Subscription', giftNum: 5, giftValue: 0, totalValue: 0 },
    ],
    [
      'subscriptions for others, counted beside the text',
      { type: 'kick', event: 'subscription_gift', meta: { totalGifted: 10 } },
      { giftName: 'Subscription', giftNum: 10 },
    ],
    [
      'subscriptions for others, with the tier where the badge is',
      { type: 'twitch', event: 'subscription_gift', membership: 'Tier 3', meta: { gift_count: 2 } },
      { giftName: 'Subscription Tier 3', giftNum: 2 },
    ],
    [
      "subscriptions for others, in Twitch's own words",
      { type: 'twitch', event: 'subscription_gift', meta: { total: 4, tier: '2000' } },
      { giftName: 'Subscription Tier 2', giftNum: 4 },
    ],
    [
      'a power-up',
      { type: 'twitch', event: 'powerup', meta: { bits: 30, powerUp: { type: 'x' } } },
      { giftName: 'Bits', giftNum: 30, totalValue: 30 },
    ],
    [
      'a gift that has a name of its own',
      {
        type: 'tiktok',
        event: 'gift',
        hasDonation: '6 coins',
        chatmessage: 'Rose x3',
        meta: { giftName: 'Rose', giftId: 5655, repeatCount: 3, diamondCount: 2 },
      },
      { giftName: 'Rose', giftNum: 3, giftValue: 2, totalValue: 6 },
    ],
  ])('reads %s', (_, message, gift) => {
    expect(decode(message).events).toMatchObject([{ type: 'gift', gift }]);
  });

  it.each([
    ['youtube', 'CA$10.00', ['Super Chat', 1, 1000]],
    ['youtube', '₩10,000', ['Super Chat', 1, 10_000]],
    ['youtube', '5,00\u00A0€', ['Super Chat', 1, 500]],
    ['youtube', '20,00 zł', ['Super Chat', 1, 2000]],
    ['twitch', '1 bit', ['Bits', 1, 1]],
    ['twitch', '1,500 Bits', ['Bits', 1500, 1]],
    ['tiktok', '1 coin', ['coin', 1, 1]],
    ['tiktok', '3 gifts', ['gifts', 3, 0]],
    ['tiktok', '12 💎', ['💎', 12, 1]],
    ['kick', '100 KICKs', ['KICKs', 100, 1]],
    ['kick', 'Rage Quit', ['Rage Quit', 1, 0]],
    ['facebook', '50 stars', ['stars', 50, 1]],
    ['rumble', '$2', ['Donation', 1, 200]],
    ['trovo', '20 Elixir', ['Elixir', 20, 1]],
    ['dlive', '2 Lemons', ['Lemons', 2, 1]],
    ['bilibili', '¥30', ['Donation', 1, 3000]],
    ['bilibili', '10 电池', ['电池', 10, 1]],
    ['bilibili', '30元', ['Donation', 1, 3000]],
    ['afreecatv', '100 별풍선', ['별풍선', 100, 1]],
    ['chzzk', '1,000 치즈', ['치즈', 1000, 1]],
    ['vklive', '100 ₽', ['Donation', 1, 10_000]],
    ['bitchute', '₿0.00021', ['Donation', 1, 21_000]],
    ['noice', '1.2K Gems', ['Gems', 1200, 1]],
    ['starvie', '1.000 Starvies', ['Starvies', 1000, 0]],
    ['odysee', '0.05 BTC', ['Donation', 1, 5_000_000]],
    ['kwai', 'Rose x 3', ['Rose', 3, 0]],
  ])('reads on %s the donation of %s', (type, hasDonation, [giftName, giftNum, giftValue]) => {
    expect(decode({ type, hasDonation }).events).toMatchObject([
      { type: 'gift', gift: { giftName, giftNum, giftValue } },
    ]);
  });

  it('makes a gift of a payment without a name', () => {
    const { events, problems } = decode({ chatname: '', userid: '', hasDonation: '１０．５０ €' });
    expect(problems).toEqual([]);
    expect(events).toMatchObject([
      { type: 'gift', user: { userId: 'youtube_Anonymous' }, gift: { totalValue: 1050 } },
    ]);
  });

  it('treats an amount of 0 as no donation', () => {
    const said = { type: 'twitch', chatmessage: 'hi' };
    const { events } = decode(
      { ...said, hasDonation: '0 bits' },
      { ...said, hasDonation: '$0.00' },
      { ...said, hasDonation: '0' },
    );
    expect(events.map(({ type }) => type)).toEqual(['comment', 'comment', 'comment']);
  });

  it('takes the amount beside a text that has none', () => {
    const tip = { type: 'tip', event: 'tip', hasDonation: 'tip' };
    const { events } = decode(
      { ...tip, meta: { amount: 10, currency: 'CAD' } },
      { ...tip, meta: { amount: '500', currency: 'jpy' } },
      { ...tip, meta: { amount: 5, currency: 'coins' } },
    );
    expect(events).toMatchObject([
      { gift: { giftName: 'tip', totalValue: 1000 } },
      { gift: { totalValue: 500 } },
      { gift: { totalValue: 0 } },
    ]);
  });

  it('names a gift on YouTube, worth its jewels, and counts its combo once', () => {
    const tulip = { giftName: 'Tulip', jewelsAmount: 10 };
    const { events } = decode(
      jewels(tulip, { hasDonation: '10 Jewels' }),
      jewels({ ...tulip, comboCount: 1 }),
      jewels({ ...tulip, comboCount: 3 }),
      jewels({}, { subtitle: 'Stay hydrated', hasDonation: '1 YouTube Gift' }),
      jewels({}, { hasDonation: '20 Jewels' }),
    );
    expect(events).toMatchObject([
      { id: 'g1', gift: { giftName: 'Tulip', giftNum: 1, giftValue: 10, totalValue: 10 } },
      { id: 'g1', gift: { giftNum: 1, totalValue: 10 } },
      { id: 'g1:3', gift: { giftNum: 2, giftValue: 10, totalValue: 20 } },
      { gift: { giftName: 'Stay hydrated', giftNum: 1, totalValue: 0 } },
      { gift: { giftName: 'Jewels', giftNum: 20, totalValue: 20 } },
    ]);
  });

  it("counts once a streak that TikTok's own page repeats", () => {
    const heart = { giftName: 'Finger Heart', giftId: '5487', groupId: '17', streakable: true };
    const other = { ...heart, groupId: '', tiktokGiftStreakId: 'tab-3' };
    const { events, ignoredKinds } = decode(
      shown(1, {}, '5 coins'),
      shown(3, {}, '15 coins'),
      shown(3, {}, '15 coins'),
      shown(2, { tiktokGiftStreakId: 'tab-2' }, '2 gifts'),
      shown(1, heart, '5 coins'),
      shown(4, { ...heart, repeatEnd: true }, '20 coins'),
      shown(2, { ...other, coinsPerGift: 5, repeatEnd: true }, '10 coins'),
    );
    expect(events).toMatchObject([
      { gift: { giftName: 'coins', giftNum: 5, totalValue: 5 } },
      { gift: { giftName: 'coins', giftNum: 10, totalValue: 10 } },
      { gift: { giftName: 'gifts', giftNum: 2, totalValue: 0 } },
      { gift: { giftName: 'Finger Heart', giftNum: 1, giftValue: 5 } },
      { gift: { giftName: 'Finger Heart', giftNum: 3, giftValue: 5, totalValue: 15 } },
      { gift: { giftName: 'Finger Heart', giftNum: 2, giftValue: 5, totalValue: 10 } },
    ]);
    expect(ignoredKinds).toEqual(['streak']);
  });

  it('reads the event names of older versions', () => {
    const { events } = decode(
      { type: 'kick', event: 'channel.subscription.gifts', hasDonation: '5 Gifted' },
      { event: 'membership_gift', chatmessage: 'Ann gifted 10 memberships' },
      { type: 'twitch', event: 'new-subscriber' },
      { event: 'super_chat', hasDonation: '$5.00', chatmessage: 'hello' },
      { event: 'membermilestone', subtitle: 'Member for 12 months', chatmessage: 'a year!' },
      { event: 'membershiprenewal', chatmessage: 'Member for 2 months' },
    );
    expect(events).toMatchObject([
      { gift: { giftName: 'Subscription', giftNum: 5 } },
      { gift: { giftName: 'Subscription', giftNum: 10 } },
      { gift: { giftName: 'Subscription', giftNum: 1 } },
      { gift: { giftName: 'Super Chat', totalValue: 500 } },
      { type: 'comment', text: 'hello' },
      { gift: { giftName: 'Subscription', giftNum: 1 } },
      { type: 'comment', text: 'a year!' },
      { gift: { giftName: 'Subscription', giftNum: 1 } },
    ]);
  });

  // https://socialstream.ninja/docs/event-reference.html and the tool's Discord source.
  it('knows a payment that is sent again by the id of its webhook', () => {
    const kofi = { type: 'kofi', event: 'donation', hasDonation: '$5.00', chatmessage: 'thanks' };
    const paid = { ...kofi, meta: { webhookId: 'evt_1' } };
    const said = { type: 'discord', chatmessage: 'hi', meta: { webhookId: 'w1' } };
    expect(decode(paid, said).events).toMatchObject([
      { type: 'gift', id: 'evt_1' },
      { type: 'comment', id: 'evt_1:comment', text: 'thanks' },
      { type: 'comment', id: undefined, text: 'hi' },
    ]);
  });

  // tests of Social Stream Ninja's sources/kick.js, after rows of September 2026.
  it('gives the words of a gift on Kick, but not the sentence of one without words', () => {
    const gift = { type: 'kick', event: 'gift', hasDonation: '1000 KICKs' };
    const { events, ignoredKinds } = decode(
      { ...gift, chatmessage: 'Great stream! &lt;3' },
      { ...gift, chatmessage: 'sent 1,000' },
      { ...gift, chatmessage: 'sent a gift' },
      { ...gift, chatmessage: '' },
      { ...gift, hasDonation: '', chatmessage: 'Great stream!' },
      { ...gift, hasDonation: '', chatmessage: 'sent 0' },
    );
    const kicks = { type: 'gift', gift: { giftName: 'KICKs', giftNum: 1000 } };
    expect(events).toMatchObject([
      kicks,
      { type: 'comment', text: 'Great stream! <3' },
      kicks,
      kicks,
      kicks,
      { type: 'comment', text: 'Great stream!' },
    ]);
    expect(ignoredKinds).toEqual(['gift']);
  });

  it.each(['envió 1.000', 'a envoyé 1 000', 'hat 1.000 gesendet', '赠送了 1000 个 KICKs'])(
    'knows the sentence of Kick in the language of its page, such as %s',
    (chatmessage) => {
      const gift = { type: 'kick', event: 'gift', hasDonation: '1000 KICKs' };
      const { events } = decode({ ...gift, chatmessage });
      expect(events.map(({ type }) => type)).toEqual(['gift']);
      const own = { ...gift, chatmessage: 'all my 1000 are for you' };
      expect(decode(own).events.map(({ type }) => type)).toEqual(['gift', 'comment']);
    },
  );

  it("gives a viewer's words after the gift, unless the site wrote them", () => {
    const meta = { messageId: 'm1' };
    const cheer = { type: 'twitch', hasDonation: '100 bits', chatmessage: 'Cheer100 nice', meta };
    const sent = {
      type: 'tiktok',
      event: 'gift',
      hasDonation: '5 coins',
      chatmessage: 'sent Rose',
    };
    const renewed = { type: 'twitch', event: 'resub', chatmessage: 'a year!', meta: {} };
    const joined = { event: 'sponsorship', chatmessage: 'Welcome, Ann' };
    expect(decode(cheer, sent, renewed, joined).events).toMatchObject([
      { type: 'gift', id: 'm1' },
      { type: 'comment', id: 'm1:comment', text: 'nice' },
      { type: 'gift', gift: { giftName: 'coins' } },
      { type: 'gift', gift: { giftName: 'Subscription' } },
      { type: 'comment', text: 'a year!' },
      { type: 'gift', gift: { giftName: 'Subscription' } },
    ]);
  });

  it('counts a streak of gifts by what each message adds', () => {
    const sink = decode(rose(1), rose(4), rose(4, { repeatEnd: true }), rose(1, { groupId: '18' }));
    expect(sink.events).toMatchObject([
      { gift: { giftName: 'Rose', giftNum: 1, totalValue: 1 } },
      { gift: { giftNum: 3, totalValue: 3 } },
      { gift: { giftNum: 1, totalValue: 1 } },
    ]);
    expect(sink.ignoredKinds).toEqual(['streak']);
  });

  it('makes no gift for a viewer whose subscription was a gift', () => {
    const given = { type: 'twitch', event: 'new_subscriber', meta: { userId: '7', isGift: true } };
    expect(decode(given)).toMatchObject({ events: [], ignoredKinds: ['gifted-subscription'] });
  });

  it('reads an action as chat, with the id beside it', () => {
    const { events } = decode(
      { type: 'twitch', event: 'action', chatmessage: 'waves' },
      { type: 'instagramlive', userid: '', chatmessage: 'hi', meta: { userId: 42 } },
    );
    expect(events).toMatchObject([
      { type: 'comment', user: { userId: 'twitch_UC1' }, text: 'waves' },
      { type: 'comment', user: { userId: 'instagram_42' }, text: 'hi' },
    ]);
  });

  it('reads each message of a frame, also beside malformed ones', () => {
    const said = { ...ANN, chatmessage: 'one' };
    const frame = JSON.stringify([said, 5, { ...said, chatmessage: 'two' }]);
    const sink = decodeAll(socialStreamNinja.decoder(optionsOf({})), frame);
    expect(sink.events).toMatchObject([{ text: 'one' }, { text: 'two' }]);
    expect(sink.problems).toEqual(['not-an-object']);
  });

  it("makes no comment of the site's own text for an upgraded membership", () => {
    const text = 'Upgraded membership to Gold';
    const { events } = decode({ event: 'resub', membership: 'upgraded_member', chatmessage: text });
    expect(events).toMatchObject([{ type: 'gift', gift: { giftName: 'Subscription' } }]);
    expect(events).toHaveLength(1);
  });

  it('adds up the viewers of all sites', () => {
    const { events } = decode(
      { event: 'viewer_update', meta: 100 },
      { event: 'viewer_update', meta: '20', type: 'twitch' },
      { event: 'viewer_update', meta: 90 },
      { event: 'viewer_update', meta: '1.2K', type: 'twitch' },
      { event: 'viewer_updates', meta: { youtube: 5, kick: 6 } },
      { event: 'viewer_updates', meta: 'x' },
    );
    const totals = events.map((event) => event.type === 'viewers' && event.numberOfViewers);
    expect(totals).toEqual([100, 120, 110, 1290, 11, 0]);
  });

  it('ignores other messages by name, and reports malformed ones', () => {
    const { events, ignoredKinds, problems } = decode(
      { event: 'shared', chatmessage: 'Ann shared' },
      { event: 'giftredemption', chatmessage: 'Ann got a membership' },
      { event: true, chatmessage: 'welcome to the chat' },
      { chatmessage: '<img src="x">' },
      { event: 'gift' },
      { chatname: '', userid: '', chatmessage: 'x' },
    );
    expect(events).toEqual([]);
    expect(ignoredKinds).toEqual(['shared', 'giftredemption', 'notice', 'empty', 'gift']);
    expect(problems).toEqual(['no-user']);
    const raw = decodeAll(socialStreamNinja.decoder(optionsOf({})), 'hi', '[[]]', '5', '{}');
    expect(raw.problems).toEqual(['not-json', 'not-an-object', 'not-an-object']);
    expect(raw.ignoredKinds).toEqual(['empty']);
  });

  it('joins the session to receive its messages', () => {
    const { signal } = new AbortController();
    const url = (plain: object): unknown =>
      socialStreamNinja.protocol!(optionsOf({ session: 'abc', ...plain })).connectTo(signal);
    expect(url({})).toMatchObject({ url: 'wss://io.socialstream.ninja/join/abc/4' });
    expect(url({ url: 'ws://127.0.0.1:3000/' })).toMatchObject({
      url: 'ws://127.0.0.1:3000/join/abc/4',
    });
    expect(checkOptions(optionsOf({}), 'connect').map(({ property }) => property)).toEqual([
      'session',
    ]);
    expect(checkOptions(optionsOf({}), 'decode')).toEqual([]);
    expect(checkOptions(optionsOf({ session: 'a/../b' }), 'connect')).toHaveLength(1);
  });

  it('makes a comment of what was written with a reward, and no gift of points', () => {
    const reward = { type: 'twitch', chatname: 'Ann', userid: '1', event: 'reward' };
    const sentence = { chatmessage: 'Redeemed Ask', hasDonation: '100 points' };
    const { events, ignoredKinds } = decode(
      { ...reward, ...sentence, meta: { userInput: 'how much?', plainText: 'Redeemed Ask' } },
      { ...reward, ...sentence },
    );
    expect(events).toMatchObject([{ type: 'comment', text: 'how much?' }]);
    expect(ignoredKinds).toEqual(['empty']);
  });

  it('never throws, whatever a message holds', () => {
    const keys = ['type', 'chatname', 'userid', 'chatmessage', 'event', 'hasDonation', 'meta'];
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom('gift', 'resub', 'viewer_updates', '5 x 5', '$1,0.0', 'youtube'),
    );
    const message = fc.dictionary(fc.constantFrom(...keys, 'subtitle', '__proto__'), value);
    fc.assert(
      fc.property(message, (fields) => {
        expect(() => decode(fields)).not.toThrow();
      }),
      { numRuns: 1000 },
    );
  });

  it('makes gifts of sponsors in alert boxes', () => {
    const { events, ignoredKinds } = decode(
      box('Cy', 'sponsor', 'Cy became a member!', { levelName: 'Tea' }),
      box('Di', 'gift', 'Di gifted 5 memberships', { amount: '5' }),
      box('Di', 'gift', 'Di is gifting subs', { count: 2 }),
      box('Ed', 'gift', 'Ed sent a hug', {}),
    );
    expect(events).toMatchObject([
      { type: 'gift', user: { userId: 'streamlabs_Cy' }, gift: { giftName: 'Subscription' } },
      { type: 'gift', gift: { giftName: 'Subscription', giftNum: 5 } },
      { type: 'gift', gift: { giftName: 'Subscription', giftNum: 2 } },
    ]);
    expect(ignoredKinds).toEqual(['gift']);
  });

  it('ignores bots, and tests where they are not asked for', () => {
    const said = { chatmessage: 'hello' };
    const made = [{ isTest: true }, { test: true }].map((fields) => ({ ...said, ...fields }));
    const { events, ignoredKinds } = decode({ ...said, bot: true }, ...made);
    expect([events, ignoredKinds]).toEqual([[], ['own', 'test', 'test']]);
    const frames = made.map((message) => JSON.stringify({ ...ANN, ...message }));
    const decoder = socialStreamNinja.decoder(optionsOf({ testEvents: true }));
    expect(decodeAll(decoder, ...frames).events).toHaveLength(2);
  });
});
