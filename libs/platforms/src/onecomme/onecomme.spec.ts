import * as fc from 'fast-check';
import { decodeAll } from '../../../../test/support/recording-sink.js';
import { onecomme } from './onecomme.definition.js';
import { addressOf, OneCommeOptions } from './onecomme.options.js';

const OPTIONS = new OneCommeOptions();
const SAID = { id: 'c1', userId: 'UC123', name: 'Ann', timestamp: 1_700_000_000_123 };

function decode(...frames: readonly unknown[]): ReturnType<typeof decodeAll> {
  const texts = frames.map((one) => JSON.stringify(one));
  return decodeAll(onecomme.decoder(OPTIONS), ...texts);
}

/** A frame with one comment of a site. */
function frame(service: string, fields: object): object {
  const entry = { id: 'frame-1', service, name: 'My stream', data: { ...SAID, ...fields } };
  return { type: 'comments', data: { comments: [entry] } };
}

/** What OneComme tells of a stream. */
function watched(id: string, meta: object): object {
  const service = { id, name: 'YouTube' };
  return { type: 'meta', data: { service, meta: { title: 'tea', ...meta } } };
}

describe('onecomme', () => {
  it('reads comments of each site under its name, as text', () => {
    const html = 'I &lt;3 this <img class="emoji" alt="😀" src="x.png">';
    const { events } = decode(frame('youtube', { comment: html, hasGift: false }));
    expect(events).toEqual([
      {
        type: 'comment',
        id: 'c1',
        timestamp: 1_700_000_000_123,
        user: { userId: 'youtube_UC123', name: 'Ann', level: 0, badge: '', badgeLevel: 0 },
        text: 'I <3 this 😀',
      },
    ]);
  });

  it('removes emotes among words that the site writes as codes', () => {
    const comment = 'hello [doge] [smile] ok';
    const sites = ['bilibili', 'tiktok', 'twitch'].map((site) => frame(site, { comment }));
    const { events } = decode(...sites);
    expect(events.map((event) => (event.type === 'comment' ? event.text : ''))).toEqual([
      'hello [smile] ok',
      'hello [doge] ok',
      comment,
    ]);
  });

  it.each([
    [
      'a Super Chat in yen',
      frame('youtube', { hasGift: true, price: 500, unit: '¥', paidText: '¥500' }),
      { giftName: 'Super Chat', giftNum: 1, giftValue: 500, totalValue: 500 },
    ],
    [
      'a Super Chat with its text alone',
      frame('youtube', { hasGift: true, paidText: '$4.99' }),
      { giftName: 'Super Chat', giftNum: 1, giftValue: 499, totalValue: 499 },
    ],
    [
      'bits',
      frame('twitch', { hasGift: true, bits: '100', price: 100 }),
      { giftName: 'Bits', giftNum: 100, giftValue: 1, totalValue: 100 },
    ],
    [
      'a gift of Bilibili',
      frame('bilibili', { hasGift: true, giftData: { giftName: '辣条', num: 3, price: 100 } }),
      { giftName: '辣条', giftNum: 3, giftValue: 100, totalValue: 300 },
    ],
    [
      'an item of TwitCasting',
      frame('twicas', { hasGift: true, item: { name: 'お茶' }, price: 10 }),
      { giftName: 'お茶', giftNum: 1, giftValue: 10, totalValue: 10 },
    ],
    [
      'bits, whatever they are worth in yen',
      frame('twitch', { hasGift: true, bits: '500', price: 1120, unit: 'JPY' }),
      { giftName: 'Bits', giftNum: 500, totalValue: 500 },
    ],
    [
      'memberships for others, by how many there are',
      frame('youtube', {
        hasGift: true,
        giftType: 'sponsorgift',
        price: 5,
        comment: 'メンバーシップ ギフトを 5 個贈りました',
      }),
      { giftName: 'Subscription', giftNum: 5, giftValue: 0, totalValue: 0 },
    ],
    [
      'a new membership',
      frame('youtube', { membership: { primary: '', sub: 'Welcome' }, comment: '' }),
      { giftName: 'Subscription', giftNum: 1 },
    ],
    [
      'a Super Sticker',
      frame('youtube', {
        giftType: 'supersticker',
        hasGift: true,
        paidText: '¥200',
        comment: '<img alt="a cat">',
      }),
      { giftName: 'Super Sticker', giftValue: 200, totalValue: 200 },
    ],
    [
      'jewels',
      frame('youtube', { giftType: 'jewel', hasGift: true, price: 20, comment: 'ハートを送信' }),
      { giftName: 'Jewels', giftNum: 20, totalValue: 20 },
    ],
    [
      'a gift of TikTok',
      frame('tiktok', {
        hasGift: true,
        giftType: 'gift',
        gift: {
          giftId: '5655',
          details: { giftName: 'Rose', giftType: 1, diamondCount: 2 },
          repeatCount: 4,
        },
        price: 8,
      }),
      { giftName: 'Rose', giftNum: 4, giftValue: 2, totalValue: 8 },
    ],
    [
      'a guard of Bilibili',
      frame('bilibili', { hasGift: true, guard: { level: 3, name: '艦長' }, price: 138_000 }),
      { giftName: '舰长', giftNum: 1, giftValue: 138_000 },
    ],
    [
      'a super chat of Bilibili',
      frame('bilibili', { hasGift: true, superChatData: { price: 30 }, price: 30 }),
      { giftName: '醒目留言', giftNum: 1, giftValue: 30_000 },
    ],
    [
      'a gift without any detail',
      frame('mirrativ', { hasGift: true }),
      { giftName: 'gift', giftNum: 1, giftValue: 0, totalValue: 0 },
    ],
  ])('reads %s', (_, message, gift) => {
    expect(decode(message).events).toMatchObject([{ type: 'gift', gift }]);
  });

  it('gives a paid comment after its gift, with an id of its own', () => {
    const paid = { hasGift: true, bits: '100', comment: 'Cheer100 well played' };
    expect(decode(frame('twitch', paid)).events).toMatchObject([
      { type: 'gift', id: 'c1' },
      { type: 'comment', id: 'c1:comment', text: 'well played' },
    ]);
    const bitsAlone = frame('twitch', { ...paid, comment: 'Cheer100' });
    expect(decode(bitsAlone).events).toMatchObject([{ type: 'gift' }, { text: 'Cheer100' }]);
  });

  it("makes no comment of OneComme's own text for a gift without words", () => {
    const { events } = decode(
      frame('tiktok', { hasGift: true, giftType: 'gift', gift: { giftId: 1 }, comment: 'Rose x5' }),
      frame('bilibili', { hasGift: true, giftData: { giftName: '辣条' }, comment: '投喂 辣条' }),
      frame('bilibili', { hasGift: true, superChatData: { price: 30 }, comment: '加油' }),
    );
    expect(events.map(({ type }) => type)).toEqual(['gift', 'gift', 'gift', 'comment']);
  });

  it.each([
    ['doneru', { price: 500, unit: '¥', paidText: '¥500' }, 500],
    ['streamlabs', { price: 5, unit: 'USD', paidText: '$5.00' }, 500],
    ['vtips', { paidText: '￥1,000' }, 1000],
  ])('reads a tip of %s in the smallest unit of its currency', (site, told, value) => {
    const gift = { giftName: 'Donation', giftNum: 1, giftValue: value, totalValue: value };
    const tip = { hasGift: true, comment: 'thanks', ...told };
    expect(decode(frame(site, tip)).events).toMatchObject([{ gift }, { text: 'thanks' }]);
  });

  it("gives a member's words after the renewed membership", () => {
    const renewed = { giftType: 'milestonechat', membership: { primary: '6 months', sub: '' } };
    expect(decode(frame('youtube', { ...renewed, comment: 'half a year' })).events).toMatchObject([
      { type: 'gift', id: 'c1', gift: { giftName: 'Subscription' } },
      { type: 'comment', id: 'c1:comment', text: 'half a year' },
    ]);
  });

  it('reads a like of TikTok as a like', () => {
    const liked = frame('tiktok', { giftType: 'like', comment: 'Ann liked the LIVE' });
    expect(decode(liked).events).toMatchObject([
      { type: 'like', user: { userId: 'tiktok_UC123' } },
    ]);
  });

  it('ignores comments that no viewer wrote, or may see', () => {
    const { events, ignoredKinds } = decode(
      frame('system', { comment: 'connected to the stream' }),
      frame('niconama', { comment: 'クルーズが到着', isSystem: true }),
      frame('youtube', { comment: 'rude', autoModerated: true }),
      frame('youtube', { comment: 'got a gift', giftType: 'giftreceived', hasGift: true }),
      frame('tiktok', { comment: 'Ann followed', giftType: 'social' }),
    );
    expect(events).toEqual([]);
    expect(ignoredKinds).toEqual(['system', 'system', 'auto-moderated', 'gift-received', 'social']);
  });

  it('adds up the viewers of all streams', () => {
    const { events, ignoredKinds } = decode(
      watched('a', { viewer: 321, isLive: true }),
      watched('b', { viewer: '20' }),
      watched('a', { viewer: 321, isLive: false }),
      watched('b', {}),
    );
    const totals = events.map((event) => event.type === 'viewers' && event.numberOfViewers);
    expect([totals, ignoredKinds]).toEqual([[321, 341, 20], ['meta']]);
  });

  it('takes test comments only where they are asked for', () => {
    const tried = frame('youtube', { comment: 'hi', isTest: true });
    expect(decode(tried)).toMatchObject({ events: [], ignoredKinds: ['test'] });
    const decoder = onecomme.decoder({ testEvents: true });
    expect(decodeAll(decoder, JSON.stringify(tried)).events).toHaveLength(1);
  });

  it.each([
    [undefined, 'ws://127.0.0.1:11180/sub?p=comments,meta'],
    ['ws://10.0.0.5:11180/sub', 'ws://10.0.0.5:11180/sub?p=comments,meta'],
    ['ws://10.0.0.5:11180/sub?x=1', 'ws://10.0.0.5:11180/sub?x=1&p=comments,meta'],
    ['ws://10.0.0.5:11180/sub?p=comments', 'ws://10.0.0.5:11180/sub?p=comments'],
  ])('subscribes to the comments, at the address %s', (url, asked) => {
    expect(addressOf(url === undefined ? {} : { url })).toBe(asked);
  });

  // `CommentsAction` of OneSDK has the options among the data.
  it('ignores history and messages that are no comment', () => {
    const comments = [{ service: 'youtube', data: { ...SAID, comment: 'old' } }];
    const { events, ignoredKinds } = decode(
      { type: 'connected', data: { comments } },
      { type: 'comments', data: { comments, options: { init: true } } },
      { type: 'comments', data: { comments }, options: { init: true } },
      { type: 'meta', data: {} },
      frame('youtube', { comment: '' }),
      {},
    );
    expect(events).toEqual([]);
    expect(ignoredKinds).toEqual(['connected', 'history', 'history', 'meta', 'empty', 'no-type']);
  });

  it('loses only malformed comments', () => {
    const good = { service: 'bad word', data: { ...SAID, comment: 'yes' } };
    const comments = [null, 5, { data: 'x' }, { data: { comment: 'a' } }, good];
    const { events, problems } = decode({ type: 'comments', data: { comments } });
    expect(events).toMatchObject([{ user: { userId: 'onecomme_UC123' }, text: 'yes' }]);
    expect(problems).toEqual(['no-user', 'no-user', 'no-user', 'no-user']);
    expect(decode({ type: 'comments', data: 1 }).problems).toEqual(['no-comments']);
    expect(decodeAll(onecomme.decoder(OPTIONS), '{', Buffer.from([255])).problems).toEqual([
      'not-json',
      'not-json',
    ]);
  });

  it('never throws, whatever a comment holds', () => {
    const fields = ['id', 'userId', 'name', 'comment', 'timestamp', 'hasGift', 'price', 'unit'];
    const more = ['paidText', 'bits', 'gift', 'giftData', 'item', 'n', 'guard', 'superChatData'];
    const comment = fc.dictionary(fc.constantFrom(...fields, ...more), fc.jsonValue());
    fc.assert(
      fc.property(comment, fc.constantFrom('youtube', 'twitch', 'bilibili'), (data, service) => {
        const said = { ...SAID, hasGift: true, giftType: 'jewel', ...(data as object) };
        expect(() => decode(frame(service, said))).not.toThrow();
      }),
    );
  });
});
