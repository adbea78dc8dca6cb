import * as fc from 'fast-check';
import { decodeAll, type RecordingSink } from '../../../../test/support/recording-sink.js';
import { TwitchIrcDecoder } from './twitch-irc.decoder.js';

const TAGS = {
  'badge-info': 'subscriber/8',
  badges: 'subscriber/6,premium/1',
  'display-name': 'Mira\\sM',
  emotes: '',
  id: 'm-1',
  'room-id': '11',
  'tmi-sent-ts': '1700000000123',
  'user-id': '77',
};
const MIRA = {
  userId: 'twitch_77',
  name: 'Mira M',
  level: 0,
  badge: 'subscriber',
  badgeLevel: 8,
  guard: 1,
};

/** A line as Twitch writes it; tags given as `undefined` are left out. */
function line(command: string, tags: Record<string, string | undefined>, text?: string): string {
  const all = Object.entries({ ...TAGS, ...tags }).filter(([, value]) => value !== undefined);
  const head = all.map(([key, value]) => `${key}=${value}`).join(';');
  const prefix = command === 'PRIVMSG' ? ':mira!mira@mira.tmi.twitch.tv' : ':tmi.twitch.tv';
  return `@${head} ${prefix} ${command} #shop${text === undefined ? '' : ` :${text}`}`;
}

function decode(...frames: string[]): RecordingSink {
  return decodeAll(new TwitchIrcDecoder(), ...frames);
}

function notice(
  kind: string,
  tags: Record<string, string | undefined> = {},
  text?: string,
): string {
  return line('USERNOTICE', { 'msg-id': kind, ...tags }, text);
}

function donation(amount: string, currency: string, exponent: string, text?: string): string {
  const tags = {
    'msg-param-charity-name': 'Animals',
    'msg-param-donation-amount': amount,
    'msg-param-donation-currency': currency,
    'msg-param-exponent': exponent,
  };
  return notice('charitydonation', tags, text);
}

function join(login: string): string {
  return `:${login}!${login}@${login}.tmi.twitch.tv JOIN #shop`;
}

describe('TwitchIrcDecoder', () => {
  it('makes a comment of a chat line, with the months of the subscriber badge', () => {
    expect(decode(line('PRIVMSG', {}, 'is it in stock?')).events).toEqual([
      {
        type: 'comment',
        id: 'm-1',
        timestamp: 1_700_000_000_123,
        user: MIRA,
        text: 'is it in stock?',
      },
    ]);
  });

  it('reads all lines of a frame, also beside malformed ones', () => {
    const frame = [
      'PING :x',
      line('PRIVMSG', {}, 'a'),
      '@broken',
      '',
      line('PRIVMSG', { id: 'm-2' }, 'b'),
      '',
    ];
    const sink = decode(frame.join('\r\n'));
    expect(sink.events).toMatchObject([{ text: 'a' }, { text: 'b' }]);
    expect(sink.problems).toEqual(['not-irc']);
    expect(sink.ignoredKinds).toEqual(['PING']);
  });

  it('falls back to the login where there is no display name, and to the name without an id', () => {
    expect(decode(line('PRIVMSG', { 'display-name': '' }, 'a')).events).toMatchObject([
      { user: { name: 'mira' } },
    ]);
    const anonymous = line('PRIVMSG', { 'user-id': undefined, 'display-name': 'Mira' }, 'a');
    expect(decode(anonymous).events).toMatchObject([{ user: { userId: 'twitch_Mira' } }]);
  });

  it('names the badge of a founder, and none where nobody subscribes', () => {
    const founder = line('PRIVMSG', { 'badge-info': 'predictions/x,founder/31' }, 'a');
    expect(decode(founder).events).toMatchObject([{ user: { badge: 'founder', badgeLevel: 31 } }]);
    const plain = line('PRIVMSG', { 'badge-info': '' }, 'a');
    expect(decode(plain).events).toMatchObject([{ user: { badge: '', badgeLevel: 0 } }]);
  });

  it('gives the bits first and then what was written with them, under two ids', () => {
    expect(decode(line('PRIVMSG', { bits: '100' }, 'Cheer100 well done')).events).toMatchObject([
      {
        type: 'gift',
        id: 'm-1:gift',
        gift: { giftName: 'Bits', giftNum: 100, giftValue: 1, totalValue: 100 },
      },
      { type: 'comment', id: 'm-1', text: 'well done' },
    ]);
  });

  it('gives the comment of bits as it was written where it holds cheermotes alone', () => {
    expect(decode(line('PRIVMSG', { bits: '100' }, 'Cheer100')).events).toMatchObject([
      { type: 'gift', id: 'm-1:gift' },
      { type: 'comment', id: 'm-1', text: 'Cheer100' },
    ]);
  });

  it('gives no comment for bits without a text', () => {
    const sink = decode(line('PRIVMSG', { bits: '100' }, ''));
    expect(sink.events.map(({ type }) => type)).toEqual(['gift']);
    expect(sink.ignoredKinds).toEqual([]);
  });

  it('keeps a line of emotes alone as it was written, and ignores an empty one by name', () => {
    const sink = decode(
      line('PRIVMSG', { emotes: '25:0-4' }, 'Kappa'),
      line('PRIVMSG', {}, '\u0001ACTION \u0001'),
    );
    expect(sink).toMatchObject({ events: [{ text: 'Kappa' }], ignoredKinds: ['empty'] });
  });

  it('ignores lines of another channel in a shared chat, and keeps our own', () => {
    const mirrored = decode(line('PRIVMSG', { 'source-room-id': '12' }, 'a'));
    expect(mirrored).toMatchObject({ events: [], ignoredKinds: ['shared-chat'] });
    expect(decode(line('PRIVMSG', { 'source-room-id': '11' }, 'a')).events).toHaveLength(1);
    const notices = decode(
      notice('sharedchatnotice', { 'source-room-id': '12', 'source-msg-id': 'sub' }),
    );
    expect(notices).toMatchObject({ events: [], ignoredKinds: ['shared-chat'] });
  });

  it.each([
    ['Prime', 'Subscription Prime'],
    ['1000', 'Subscription Tier 1'],
    ['2000', 'Subscription Tier 2'],
    ['3000', 'Subscription Tier 3'],
    ['9999', 'Subscription'],
  ])('names a subscription of plan %s %s, one whatever its months', (plan, giftName) => {
    const frame = notice('sub', {
      'msg-param-sub-plan': plan,
      'msg-param-multimonth-duration': '6',
    });
    expect(decode(frame).events).toMatchObject([
      {
        type: 'gift',
        id: 'm-1',
        user: MIRA,
        gift: { giftName, giftNum: 1, giftValue: 0, totalValue: 0 },
      },
    ]);
  });

  it('gives the gift of a resubscription first and then its text', () => {
    const frame = notice(
      'resub',
      { 'msg-param-sub-plan': '1000', emotes: '25:4-8' },
      'one Kappa year',
    );
    expect(decode(frame).events).toMatchObject([
      { type: 'gift', id: 'm-1' },
      { type: 'comment', id: 'm-1:comment', text: 'one year' },
    ]);
    expect(decode(notice('resub', { emotes: '25:0-4' }, 'Kappa')).events).toMatchObject([
      { type: 'gift' },
      { type: 'comment', text: 'Kappa' },
    ]);
  });

  it('makes a gift of a Hype Chat, and a comment of what its viewer wrote', () => {
    const paid = { 'pinned-chat-paid-amount': '500', 'pinned-chat-paid-currency': 'USD' };
    const own = { ...paid, 'pinned-chat-paid-is-system-message': '0' };
    const system = { ...paid, 'pinned-chat-paid-is-system-message': '1' };
    expect(decode(line('PRIVMSG', own, 'take 5'), line('PRIVMSG', system, 'sent')).events).toEqual([
      expect.objectContaining({
        type: 'gift',
        id: 'm-1:gift',
        gift: { giftName: 'Hype Chat', giftNum: 1, giftValue: 500, totalValue: 500 },
      }),
      expect.objectContaining({ type: 'comment', id: 'm-1', text: 'take 5' }),
      expect.objectContaining({ type: 'gift' }),
    ]);
  });

  it('makes a gift of a purchase for bits', () => {
    const bought = { 'msg-param-gift-id': 'heart', 'msg-param-bits-spent': '5' };
    expect(decode(notice('onetapgiftredeemed', bought)).events).toMatchObject([
      { id: 'm-1', user: MIRA, gift: { giftName: 'heart', giftNum: 1, giftValue: 5 } },
    ]);
    const unnamed = { 'msg-param-bits-spent': '5' };
    expect(decode(notice('onetapgiftredeemed', unnamed)).events).toMatchObject([
      { gift: { giftName: 'Bits', giftNum: 5, giftValue: 1 } },
    ]);
  });

  it('counts a given subscription for its giver, not again for its receiver', () => {
    const given = { 'msg-param-sub-plan': '1000', 'msg-param-was-gifted': 'true' };
    const own = { ...given, 'msg-param-was-gifted': 'false' };
    expect(decode(notice('resub', given, 'thanks!')).events).toMatchObject([
      { type: 'comment', id: 'm-1', user: MIRA, text: 'thanks!' },
    ]);
    expect(decode(notice('resub', given))).toMatchObject({ events: [], ignoredKinds: ['resub'] });
    expect(decode(notice('resub', own)).events).toMatchObject([{ type: 'gift' }]);
  });

  it('counts a subscription given to one viewer for the giver alone', () => {
    const frame = notice('subgift', {
      'msg-param-recipient-id': '5',
      'msg-param-sub-plan': '2000',
      'msg-param-gift-months': '3',
    });
    expect(decode(frame).events).toMatchObject([
      {
        type: 'gift',
        user: { userId: 'twitch_77' },
        gift: { giftName: 'Subscription Tier 2', giftNum: 1 },
      },
    ]);
  });

  it('counts subscriptions given to many once', () => {
    const origin = { 'msg-param-origin-id': 'o-1', 'msg-param-sub-plan': '1000' };
    const bomb = notice('submysterygift', { ...origin, 'msg-param-mass-gift-count': '2' });
    const sink = decode(
      bomb,
      notice('subgift', origin),
      notice('subgift', origin),
      notice('subgift', { ...origin, 'msg-param-origin-id': 'o-2' }),
    );
    expect(sink.events).toMatchObject([{ gift: { giftNum: 2 } }, { gift: { giftNum: 1 } }]);
    expect(sink.ignoredKinds).toEqual(['subgift', 'subgift']);
  });

  it('does not join gifts by the origin id that means none', () => {
    const none =
      'da\\s39\\sa3\\see\\s5e\\s6b\\s4b\\s0d\\s32\\s55\\sbf\\sef\\s95\\s60\\s18\\s90\\saf\\sd8\\s07\\s09';
    const bomb = notice('submysterygift', {
      'msg-param-origin-id': none,
      'msg-param-mass-gift-count': '2',
    });
    const sink = decode(bomb, notice('subgift', { 'msg-param-origin-id': none }));
    expect(sink.events).toMatchObject([{ gift: { giftNum: 2 } }, { gift: { giftNum: 1 } }]);
  });

  it('names an anonymous giver', () => {
    const user = { userId: 'twitch_274598607', name: 'AnAnonymousGifter' };
    expect(decode(notice('anonsubgift')).events).toMatchObject([{ user }]);
    expect(
      decode(notice('anonsubmysterygift', { 'msg-param-mass-gift-count': '5' })).events,
    ).toMatchObject([{ user, gift: { giftNum: 5 } }]);
  });

  it.each(['raid', 'announcement'])('ignores a %s with a text, by name', (kind) =>
    expect(decode(notice(kind, {}, 'text'))).toMatchObject({ events: [], ignoredKinds: [kind] }),
  );

  // Shapes: Chatterino2's snapshots of user notices, and the tags that Twitch documents.
  it.each([
    ['viewermilestone', { 'msg-param-category': 'watch-streak', 'msg-param-value': '10' }],
    ['bitsbadgetier', { 'msg-param-threshold': '1000' }],
    ['ritual', { 'msg-param-ritual-name': 'new_chatter' }],
    ['giftpaidupgrade', { 'msg-param-sender-login': 'noa' }],
    ['primepaidupgrade', { 'msg-param-sub-plan': '1000' }],
    ['something-new', {}],
  ])(
    'makes a comment of what a viewer wrote with a %s, and nothing where no word is',
    (kind, tags) => {
      const sink = decode(notice(kind, tags, 'where is it from?'), notice(kind, tags));
      expect(sink.events).toMatchObject([
        { type: 'comment', id: 'm-1', user: MIRA, text: 'where is it from?' },
      ]);
      expect(sink.ignoredKinds).toEqual([kind]);
    },
  );

  it('gives what is paid for a cheered message (midnightsquid), and its words', () => {
    const paid = { 'msg-param-amount': '1000', 'msg-param-currency': 'USD' };
    const tags = { ...paid, 'msg-param-exponent': '2' };
    expect(decode(notice('midnightsquid', tags, 'well done')).events).toMatchObject([
      { type: 'gift', gift: { giftName: 'Cheer', giftNum: 1, totalValue: 1000 } },
      { type: 'comment', text: 'well done' },
    ]);
  });

  it('gives a donation to charity in the smallest unit of its currency, and its words', () => {
    const sink = decode(donation('550', 'USD', '2', 'good luck'), donation('500', 'JPY', '0'));
    expect(sink.events).toMatchObject([
      { type: 'gift', user: MIRA, gift: { giftName: 'Charity Donation', totalValue: 550 } },
      { type: 'comment', id: 'm-1:comment', text: 'good luck' },
      { type: 'gift', gift: { giftNum: 1, totalValue: 500 } },
    ]);
  });

  it('reads a last parameter of one word without its colon', () => {
    const sink = decode(line('PRIVMSG', {}, 'hi').replace(' :hi', ' hi'), notice('resub'));
    expect(sink.events).toMatchObject([{ type: 'comment', text: 'hi' }, { type: 'gift' }]);
  });

  it("makes an entry of a viewer's JOIN, and none of our own", () => {
    const sink = decodeAll(
      new TwitchIrcDecoder('bot'),
      join('ana'),
      join('justinfan123'),
      join('bot'),
    );
    expect(sink.events).toEqual([
      {
        type: 'enter',
        user: { userId: 'twitch_ana', name: 'ana', level: 0, badge: '', badgeLevel: 0 },
      },
    ]);
    expect(sink.ignoredKinds).toEqual(['JOIN', 'JOIN']);
  });

  it('ignores lines of the server, by name', () => {
    const sink = decode(
      '@ban-duration=5 :tmi.twitch.tv CLEARCHAT #shop :mira',
      '@login=mira :tmi.twitch.tv CLEARMSG #shop :x',
      ':tmi.twitch.tv 001 me :Welcome',
    );
    expect(sink).toMatchObject({
      events: [],
      problems: [],
      ignoredKinds: ['CLEARCHAT', 'CLEARMSG', '001'],
    });
  });

  it('counts malformed lines', () => {
    const sink = decodeAll(
      new TwitchIrcDecoder(),
      Buffer.from('PING :x'),
      'nonsense',
      `PING :${'x'.repeat(20_000)}`,
    );
    expect(sink.problems).toEqual(['binary-frame', 'not-irc', 'line-too-long']);
    const nobody = line('PRIVMSG', { 'user-id': '', 'display-name': '' }, 'a').replace(
      ':mira!mira@',
      ':',
    );
    expect(decode(nobody).problems).toEqual(['no-user']);
  });

  it('leaves the time out where the line has none', () => {
    expect(decode(line('PRIVMSG', { 'tmi-sent-ts': '' }, 'a')).events).toMatchObject([
      { timestamp: undefined },
    ]);
  });

  it('accounts for every line, however mutilated', () => {
    const lines = [
      line('PRIVMSG', { bits: '5', emotes: '25:0-4' }, 'Kappa hi'),
      notice('resub', {}, 'hi'),
      notice('submysterygift'),
    ];
    const mutilated = fc
      .tuple(
        fc.constantFrom(...lines),
        fc.nat(400),
        fc.nat(400),
        fc.string({ unit: 'binary', maxLength: 8 }),
      )
      .map(
        ([whole, from, length, junk]) => whole.slice(0, from) + junk + whole.slice(from + length),
      );
    const decoder = new TwitchIrcDecoder();
    fc.assert(
      fc.property(mutilated, (frame) => {
        const sink = decodeAll(decoder, frame);
        const seen = sink.events.length + sink.ignoredKinds.length + sink.problems.length;
        const count = frame.split('\n').filter((text) => text.replace(/\r$/, '') !== '').length;
        expect(seen).toBeGreaterThanOrEqual(count);
        expect(seen).toBeLessThanOrEqual(count * 2);
      }),
      { numRuns: 500 },
    );
  });
});
