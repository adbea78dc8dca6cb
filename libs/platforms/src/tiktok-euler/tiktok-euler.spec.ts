import { buildOptions, checkOptions, type Purpose } from '#options';
import { decodeAll } from '../../../../test/support/recording-sink.js';
import { tiktokEuler } from './tiktok-euler.definition.js';
import { TiktokEulerOptions } from './tiktok-euler.options.js';

const KEYED = { uniqueId: '@shop.one', apiKey: 'euler-key-1' };
const ANN = { userId: '6900000000000000001', uniqueId: 'ann', nickname: 'Ann' };

function optionsOf(plain: object): TiktokEulerOptions {
  return buildOptions(TiktokEulerOptions, { ...plain });
}

/** The messages in one frame, as `type: data`. */
function decode(...messages: readonly [string, object][]): ReturnType<typeof decodeAll> {
  const frame = {
    timestamp: 1_700_000_000_000,
    messages: messages.map(([type, data]) => ({ type: `Webcast${type}Message`, data })),
  };
  return decodeAll(tiktokEuler.decoder(optionsOf({})), JSON.stringify(frame));
}

function missing(plain: object, purpose: Purpose = 'connect'): string[] {
  return checkOptions(optionsOf(plain), purpose).map(({ property }) => property);
}

/** The frames of one streak of four. */
function streak(gift: object, groupId: string): [string, object][] {
  return [
    ['Gift', { ...gift, groupId, repeatCount: '1', repeatEnd: 0 }],
    ['Gift', { ...gift, groupId, repeatCount: 4, repeatEnd: false }],
    ['Gift', { ...gift, groupId, repeatCount: 4, repeatEnd: 1 }],
  ];
}

/** A banner over the picture, whose user is a piece of its text. */
function banner(key: string, place: 'pieces' | 'piecesList'): [string, object] {
  const content = { [place]: [{ type: 11, userValue: { user: ANN } }] };
  return ['Barrage', { content: { key, ...content }, common: { displayText: { key } } }];
}

describe('tiktokEuler', () => {
  it('reads the messages of both schemas', () => {
    const common = { msgId: '7400000000000000001', createTime: '1700000000123' };
    const { events, problems } = decode(
      ['Chat', { common, user: ANN, comment: 'hello' }],
      ['Chat', { common, user: { id: '69', displayId: 'bob' }, content: 'hi' }],
      ['Like', { common, user: ANN, likeCount: 15, totalLikeCount: 900 }],
      ['Member', { common, user: ANN, action: 1 }],
      ['Member', { common, user: ANN }],
      ['Social', { common, user: ANN, action: '1' }],
      ['RoomUserSeq', { common, viewerCount: '321' }],
    );
    const user = { userId: 'tiktok_6900000000000000001', name: 'Ann' };
    const about = { id: '7400000000000000001', timestamp: 1_700_000_000_123 };
    expect(problems).toEqual([]);
    expect(events).toMatchObject([
      { ...about, type: 'comment', user, text: 'hello' },
      { ...about, type: 'comment', user: { userId: 'tiktok_69', name: 'bob' }, text: 'hi' },
      { ...about, type: 'like', user },
      { ...about, type: 'enter', user },
      { ...about, type: 'enter', user },
      { ...about, type: 'follow', user },
      { ...about, type: 'viewers', numberOfViewers: 321 },
    ]);
  });

  it('identifies viewers by their handle where there is no id, not by a changeable name', () => {
    const { events } = decode([
      'Chat',
      { user: { displayId: 'bob', nickname: 'Bob!' }, comment: 'x' },
    ]);
    expect(events).toMatchObject([{ user: { userId: 'tiktok_bob', name: 'Bob!' } }]);
  });

  // The schemas v1 and v2 of @eulerstream/euler-websocket-sdk, and v3 of tiktok-live-proto.
  it('reads questions, and follows and subscriptions as each schema tells them', () => {
    const key = 'pm_main_follow_message_viewer_2';
    const { events, ignoredKinds } = decode(
      ['QuestionNew', { questionDetails: { questionText: 'in red?', user: ANN } }],
      ['QuestionNew', { details: { questionText: 'in blue?', user: ANN } }],
      ['QuestionNew', { details: { text: 'in grey?', user: ANN } }],
      [
        'QuestionNew',
        { data: { content: 'in green?', user: { id: ANN.userId, nickname: 'Ann' } } },
      ],
      ['Social', { user: ANN, common: { displayText: { displayType: key } } }],
      ['Social', { user: ANN, displayType: 'follow' }],
      ['Social', { user: ANN, displayType: 'share' }],
      ['SubNotify', { sender: ANN, subMonth: 2 }],
      ['SubNotify', { sender: { id: '5' }, user: ANN }],
    );
    const user = { userId: 'tiktok_6900000000000000001', name: 'Ann' };
    expect(events).toMatchObject([
      { type: 'comment', user, text: 'in red?' },
      { type: 'comment', user, text: 'in blue?' },
      { type: 'comment', user, text: 'in grey?' },
      { type: 'comment', user, text: 'in green?' },
      { type: 'follow', user },
      { type: 'follow', user },
      { type: 'gift', user, gift: { giftName: 'Subscription' } },
      { type: 'gift', user, gift: { giftName: 'Subscription' } },
    ]);
    expect(ignoredKinds).toEqual(['WebcastSocialMessage']);
  });

  // Message and enums of @eulerstream/euler-websocket-sdk 0.0.6, which v3 of tiktok-live-proto has too.
  it("makes a gift of a viewer's chest, not of TikTok's own, nor when it goes", () => {
    const envelopeInfo = {
      envelopeId: '7500000000000000001',
      businessType: 1,
      sendUserId: ANN.userId,
      sendUserName: 'Ann',
      diamondCount: 500,
      peopleCount: 10,
    };
    const { events, ignoredKinds } = decode(
      ['Envelope', { common: { msgId: '1' }, envelopeInfo, display: 1 }],
      ['Envelope', { common: { msgId: '2' }, envelopeInfo, display: 2 }],
      ['Envelope', { envelopeInfo: { ...envelopeInfo, businessType: 2 }, display: 1 }],
      ['Envelope', { envelopeInfo: { ...envelopeInfo, diamondCount: 0 }, display: 1 }],
      ['Envelope', { treasureBoxData: { coins: 50, canOpen: 1 } }],
    );
    const user = { userId: 'tiktok_6900000000000000001', name: 'Ann' };
    const gift = { giftName: 'Treasure Chest', giftNum: 1, totalValue: 500 };
    expect(events).toMatchObject([{ type: 'gift', id: '7500000000000000001', user, gift }]);
    expect(ignoredKinds).toEqual(Array(4).fill('WebcastEnvelopeMessage'));
  });

  // The banners that TikTok-Live-Connector tells Super Fans by.
  it('makes a gift when a viewer becomes a Super Fan, not when a Super Fan enters', () => {
    const { events, ignoredKinds } = decode(
      banner('ttlive_superFan_commentNotif_someoneBecameSuperFan', 'pieces'),
      banner('ttlive_superFan_commentNotif_someoneBecameSuperFan', 'piecesList'),
      banner('ttlive_superFan_commentNotif_superFanJoined', 'pieces'),
    );
    const user = { userId: 'tiktok_6900000000000000001', name: 'Ann' };
    const gift = { giftName: 'Super Fan', giftNum: 1 };
    expect(events).toMatchObject([
      { type: 'gift', user, gift },
      { type: 'gift', user, gift },
    ]);
    expect(ignoredKinds).toEqual(['WebcastBarrageMessage']);
  });

  it('counts a gift of count 0 as one, since typed messages write 0 for a missing count', () => {
    const giftDetails = { giftName: 'Galaxy', diamondCount: 1000, giftType: 2 };
    const { events } = decode(['Gift', { user: ANN, giftDetails, repeatCount: 0, groupId: '0' }]);
    expect(events).toMatchObject([{ gift: { giftName: 'Galaxy', giftNum: 1, totalValue: 1000 } }]);
  });

  it('reads a follow of the older schema by its displayed text', () => {
    const told = { msgId: '7400000000000000002', createTime: '1700000000456' };
    const social = (displayType: string): object => ({
      event: { ...told, eventDetails: { displayType, label: '{0:user} …' } },
      user: ANN,
    });
    const { events, ignoredKinds } = decode(
      ['Social', social('pm_main_follow_message_viewer_2')],
      ['Social', social('pm_mt_guidance_share')],
      [
        'Social',
        { user: ANN, common: { displayText: { key: 'pm_main_follow_message_viewer_2' } } },
      ],
      ['Member', { event: told, user: ANN, actionId: 1 }],
      ['Member', { event: told, user: ANN, actionId: 26 }],
    );
    const about = { id: '7400000000000000002', timestamp: 1_700_000_000_456 };
    expect(events).toMatchObject([
      { ...about, type: 'follow' },
      { id: undefined, type: 'follow' },
      { ...about, type: 'enter' },
    ]);
    expect(ignoredKinds).toEqual(['WebcastSocialMessage', 'WebcastMemberMessage']);
  });

  it('takes the handle of a viewer whose id is not told', () => {
    const { events } = decode(['Like', { user: { uniqueId: 'bob.shop', nickname: 'Bob' } }]);
    expect(events).toMatchObject([{ user: { userId: 'tiktok_bob.shop', name: 'Bob' } }]);
  });

  it('counts a streak once, in either schema', () => {
    const first = { user: ANN, giftDetails: { giftName: 'Rose', diamondCount: 1, giftType: 1 } };
    const second = { user: ANN, gift: { id: '5655', name: 'Rose', diamondCount: 1, type: 1 } };
    const { events, ignoredKinds } = decode(...streak(first, '11'), ...streak(second, '12'));
    expect(events.map((event) => event.type === 'gift' && event.gift.giftNum)).toEqual([
      1, 3, 1, 3,
    ]);
    expect(events).toMatchObject(
      [1, 1, 1, 1].map((giftValue) => ({ gift: { giftName: 'Rose', giftValue } })),
    );
    expect(ignoredKinds).toEqual(['streak', 'streak']);
  });

  it('takes each gift without streaks', () => {
    const lion = { user: ANN, repeatCount: 1, repeatEnd: 1 };
    const details = { giftName: 'Lion', diamondCount: 29_999, giftType: 2 };
    const { events } = decode(
      ['Gift', { ...lion, giftDetails: details }],
      ['Gift', { ...lion, giftDetails: details }],
    );
    expect(events).toMatchObject([
      { gift: { giftName: 'Lion', giftNum: 1, totalValue: 29_999 } },
      { gift: { giftName: 'Lion', giftNum: 1, totalValue: 29_999 } },
    ]);
  });

  it('takes a paid subscription for a gift, and ignores the rest by name', () => {
    const { events, ignoredKinds } = decode(
      ['SubNotify', { user: ANN }],
      ['Social', { user: ANN, action: 3 }],
      ['Member', { user: ANN, action: 26 }],
      ['Control', { action: 3 }],
    );
    expect(events).toMatchObject([{ gift: { giftName: 'Subscription', giftNum: 1 } }]);
    expect(ignoredKinds).toEqual([
      'WebcastSocialMessage',
      'WebcastMemberMessage',
      'WebcastControlMessage',
    ]);
  });

  it('connects to the streamer with the key', () => {
    const { signal } = new AbortController();
    const connect = (plain: object): unknown =>
      tiktokEuler.protocol!(optionsOf(plain)).connectTo(signal);
    expect(connect(KEYED)).toMatchObject({
      url: 'wss://ws.eulerstream.com/?uniqueId=shop.one&apiKey=euler-key-1&features.bundleEvents=true',
    });
    const jwt = { uniqueId: 'a', jwtKey: 'ey.J.s+/=12', url: 'ws://127.0.0.1:1/x?y=1' };
    expect(connect(jwt)).toMatchObject({
      url: 'ws://127.0.0.1:1/x?y=1&uniqueId=a&jwtKey=ey.J.s%2B%2F%3D12&features.bundleEvents=true',
    });
  });

  it.each([
    [1000, 'reconnect'],
    [1011, 'reconnect'],
    [4006, 'reconnect'],
    [4500, 'reconnect'],
    [4555, 'reconnect-now'],
    [4005, 'slow'],
    [4404, 'slow'],
    [4400, { refused: expect.stringContaining('uniqueId') }],
    [4401, { refused: expect.stringContaining('apiKey') }],
    [4403, { refused: expect.stringContaining('JWT') }],
    [4429, { refused: expect.stringContaining('too many connections') }],
  ])('after the close code %i does %j', (code, after) => {
    const protocol = tiktokEuler.protocol!(optionsOf(KEYED));
    expect(protocol.closed!(code, '')).toEqual(after);
  });

  it('requires the streamer and one key, only to connect', () => {
    expect(missing({})).toEqual(['uniqueId', 'apiKey']);
    expect(missing({}, 'decode')).toEqual([]);
    expect(missing(KEYED)).toEqual([]);
    expect(missing({ uniqueId: 'a', jwtKey: 'some.jwt.value' })).toEqual([]);
    expect(missing({ uniqueId: 'a b', jwtKey: 'x' })).toEqual(['uniqueId', 'jwtKey']);
  });
});
