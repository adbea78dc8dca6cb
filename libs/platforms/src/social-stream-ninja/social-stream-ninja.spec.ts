import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import * as fc from 'fast-check';
import { decodeAll } from '../testing/recording-sink.js';
import { socialStreamNinja } from './social-stream-ninja.definition.js';
import { SocialStreamNinjaOptions } from './social-stream-ninja.options.js';

const ANN = { type: 'youtube', chatname: 'Ann', userid: 'UC1', id: 17, chatmessage: '' };
const USER = { userId: 'youtube_UC1', name: 'Ann', level: 0, badge: '', badgeLevel: 0 };

function optionsOf(plain: object): SocialStreamNinjaOptions {
  return plainToInstance(SocialStreamNinjaOptions, plain);
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
  ])('makes the event %s of YouTube a %s alone', (event, type) => {
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

  it('gives what was written with a gift after it, unless the site wrote it', () => {
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

  it('gives nothing for whom somebody else subscribed', () => {
    const given = { type: 'twitch', event: 'new_subscriber', meta: { userId: '7', isGift: true } };
    expect(decode(given)).toMatchObject({ events: [], ignoredKinds: ['gifted-subscription'] });
  });

  it('takes what is told as an action for chat, and an id from beside it', () => {
    const { events } = decode(
      { type: 'twitch', event: 'action', chatmessage: 'waves' },
      { type: 'instagramlive', userid: '', chatmessage: 'hi', meta: { userId: 42 } },
    );
    expect(events).toMatchObject([
      { type: 'comment', user: { userId: 'twitch_UC1' }, text: 'waves' },
      { type: 'comment', user: { userId: 'instagram_42' }, text: 'hi' },
    ]);
  });

  it('reads several messages of one frame, and loses none to another', () => {
    const said = { ...ANN, chatmessage: 'one' };
    const frame = JSON.stringify([said, 5, { ...said, chatmessage: 'two' }]);
    const sink = decodeAll(socialStreamNinja.decoder(optionsOf({})), frame);
    expect(sink.events).toMatchObject([{ text: 'one' }, { text: 'two' }]);
    expect(sink.problems).toEqual(['not-an-object']);
  });

  it('does not read aloud what the site says of an upgraded membership', () => {
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
      { event: 'viewer_updates', meta: { youtube: 5, kick: 6 } },
      { event: 'viewer_updates', meta: 'x' },
    );
    const totals = events.map((event) => event.type === 'viewers' && event.numberOfViewers);
    expect(totals).toEqual([100, 120, 110, 11, 0]);
  });

  it('ignores the rest by name, and says what is malformed', () => {
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

  it('joins the session for what was heard', () => {
    const { signal } = new AbortController();
    const url = (plain: object): unknown =>
      socialStreamNinja.protocol!(optionsOf({ session: 'abc', ...plain })).connectTo(signal);
    expect(url({})).toMatchObject({ url: 'wss://io.socialstream.ninja/join/abc/4' });
    expect(url({ url: 'ws://127.0.0.1:3000/' })).toMatchObject({
      url: 'ws://127.0.0.1:3000/join/abc/4',
    });
    expect(validateSync(optionsOf({})).map(({ property }) => property)).toEqual(['session']);
    expect(validateSync(optionsOf({}), { strictGroups: true })).toEqual([]);
    expect(validateSync(optionsOf({ session: 'a/../b' }))).toHaveLength(1);
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
});
