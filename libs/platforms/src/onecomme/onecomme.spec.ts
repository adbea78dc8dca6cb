import * as fc from 'fast-check';
import { decodeAll } from '../testing/recording-sink.js';
import { onecomme } from './onecomme.definition.js';
import { OneCommeOptions } from './onecomme.options.js';

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

  it('ignores history and what is no comment', () => {
    const comments = [{ service: 'youtube', data: { ...SAID, comment: 'old' } }];
    const { events, ignoredKinds } = decode(
      { type: 'connected', data: { comments } },
      { type: 'comments', data: { comments }, options: { init: true } },
      { type: 'meta', data: {} },
      frame('youtube', { comment: '' }),
      {},
    );
    expect(events).toEqual([]);
    expect(ignoredKinds).toEqual(['connected', 'history', 'meta', 'empty', 'no-type']);
  });

  it('loses nothing but what is malformed', () => {
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
    const more = ['paidText', 'bits', 'gift', 'giftData', 'item', 'n'];
    const comment = fc.dictionary(fc.constantFrom(...fields, ...more), fc.jsonValue());
    fc.assert(
      fc.property(comment, fc.constantFrom('youtube', 'twitch', 'x'), (data, service) => {
        const said = { ...SAID, hasGift: true, ...(data as object) };
        expect(() => decode(frame(service, said))).not.toThrow();
      }),
    );
  });
});
