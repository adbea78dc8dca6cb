import * as fc from 'fast-check';
import type { Session } from '#source';
import { decodeAll, RecordingSink } from '../../../../test/support/recording-sink.js';
import { refusedOptions } from '../../../../test/support/refused-options.js';
import { kick } from './kick.definition.js';

const OPTIONS = { chatroomId: 77 };
const ANN = { id: 501, username: 'Ann', slug: 'ann' };
const ANN_USER = { userId: 'kick_501', name: 'Ann', level: 0, badge: '', badgeLevel: 0 };

/** A frame as Pusher sends it: the data is JSON in a string. */
function frame(event: string, data: object, channel = 'chatrooms.77.v2'): string {
  return JSON.stringify({ event, data: JSON.stringify(data), channel });
}

function chat(content: unknown, badges: readonly object[] = []): string {
  const sender = { ...ANN, identity: { color: '#fff', badges } };
  const created_at = '2023-11-14T22:13:20+00:00';
  return frame('App\\Events\\ChatMessageEvent', {
    id: 'c-1',
    content,
    type: 'message',
    created_at,
    sender,
  });
}

function decode(...frames: readonly string[]): RecordingSink {
  return decodeAll(kick.decoder(OPTIONS), ...frames);
}

describe('kick', () => {
  it('makes a comment of a message, without its emotes', () => {
    const { events, problems } = decode(chat('[emote:37226:KEKW] is [it] new? [emote:1:a_B-2]'));
    expect(problems).toEqual([]);
    expect(events).toEqual([
      {
        type: 'comment',
        id: 'c-1',
        timestamp: 1_700_000_000_000,
        user: ANN_USER,
        text: 'is [it] new?',
      },
    ]);
  });

  it('makes a comment of emotes alone from their names', () => {
    const { events } = decode(
      chat('[emote:37226:KEKW]'),
      chat('[emote:37226:KEKW][emote:1:a_B-2] [emote:37226:KEKW]'),
    );
    expect(events).toMatchObject([{ text: 'KEKW' }, { text: 'KEKW a_B-2 KEKW' }]);
  });

  it('finds the badge of a subscriber wherever it stands, with its months', () => {
    const moderator = { type: 'moderator', text: 'Moderator' };
    const subscriber = { type: 'subscriber', text: 'Subscriber', count: 7 };
    const { events } = decode(
      chat('a', [subscriber]),
      chat('b', [moderator, moderator, subscriber]),
      chat('c', [moderator]),
      chat('d', [{ type: 'founder', text: 'Founder' }]),
    );
    expect(events).toMatchObject([
      { user: { badge: 'subscriber', badgeLevel: 7 } },
      { user: { badge: 'subscriber', badgeLevel: 7 } },
      { user: { badge: '', badgeLevel: 0 } },
      { user: { badge: 'founder', badgeLevel: 0 } },
    ]);
  });

  it('survives data that is nested too deep to be written', () => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    const { problems } = decode(`{"event":"SubscriptionEvent","data":${deep}}`);
    expect(problems).toEqual(['no-user']);
  });

  it('makes a gift of as many subscriptions as are given, from the viewer who pays', () => {
    const { events } = decode(
      frame('App\\Events\\SubscriptionEvent', { chatroom_id: 77, username: 'Ann', months: 12 }),
      frame('App\\Events\\GiftedSubscriptionsEvent', {
        chatroom_id: 77,
        gifter_username: 'Bo',
        gifted_usernames: ['x', 'y', 'z'],
      }),
      frame('GiftedSubscriptionsEvent', { gifter_username: 'Bo', gifted_usernames: ['x'] }),
      frame('GiftedSubscriptionsEvent', { gifter_username: 'Bo', gifted_usernames: [] }),
    );
    const user = { ...ANN_USER, userId: 'kick_Ann' };
    const gift = { giftName: 'Subscription', giftNum: 1, giftValue: 0, totalValue: 0 };
    expect(events).toEqual([
      { type: 'gift', id: undefined, timestamp: undefined, user, gift },
      expect.objectContaining({ gift: { ...gift, giftNum: 3 } }),
      expect.objectContaining({ gift }),
      expect.objectContaining({ gift }),
    ]);
    expect(events[1]).toMatchObject({ user: { userId: 'kick_Bo', name: 'Bo' } });
  });

  it('makes comments of what is written with rewards', () => {
    const reward = { reward_title: 'Ask', user_id: 501, username: 'Ann', channel_id: 1 };
    const asked = { ...reward, user_input: 'how much is shipping?' };
    const { events, ignoredKinds } = decode(
      frame('RewardRedeemedEvent', asked, 'chatroom_77'),
      frame('RewardRedeemedEvent', { ...reward, user_input: '' }, 'chatroom_77'),
    );
    expect(events).toMatchObject([
      { type: 'comment', user: ANN_USER, text: 'how much is shipping?' },
    ]);
    expect(ignoredKinds).toEqual(['empty']);
  });

  it('counts an event told on two channels once, and a repeated one again', () => {
    const gift = { gifter_username: 'Bo', gifted_usernames: ['x', 'y'] };
    const told = (channel: string) => frame('App\\Events\\GiftedSubscriptionsEvent', gift, channel);
    const old = frame('GiftedSubscriptionsEvent', gift, 'chatroom_77');
    const { events, ignoredKinds } = decode(told('chatrooms.77.v2'), old, old);
    expect(events).toMatchObject([{ gift: { giftNum: 2 } }, { gift: { giftNum: 2 } }]);
    expect(ignoredKinds).toEqual(['told-before']);
  });

  it('makes one gift of Kicks, worth what it costs, and then its message', () => {
    const given = {
      gift_transaction_id: 't-1',
      message: 'for [emote:1:x] you',
      sender: ANN,
      gift: { gift_id: 'pack', name: 'Pack It Up', amount: 1000, type: 'LEVEL_UP' },
      created_at: '2023-11-14T22:13:20.373823974Z',
    };
    const { events } = decode(frame('KicksGifted', given, 'channel_5'));
    const common = { timestamp: 1_700_000_000_373, user: ANN_USER };
    expect(events).toEqual([
      {
        type: 'gift',
        id: 't-1',
        ...common,
        gift: { giftName: 'Pack It Up', giftNum: 1, giftValue: 1000, totalValue: 1000 },
      },
      { type: 'comment', id: 't-1:comment', ...common, text: 'for you' },
    ]);
  });

  it('names what it ignores', () => {
    const names = ['App\\Events\\UserBannedEvent', 'pusher:pong', 'FollowersUpdated'];
    const { ignoredKinds, problems } = decode(...names.map((name) => frame(name, {})), chat(' '));
    expect(ignoredKinds).toEqual([...names, 'empty']);
    expect(problems).toEqual([]);
  });

  it('counts malformed frames, and never throws', () => {
    expect(decode('{', '[1]', frame('SubscriptionEvent', {}), chat({})).problems).toEqual([
      'not-json',
      'not-an-object',
      'no-user',
      'no-text',
    ]);
    expect(decode('{"event":"KicksGifted","data":"{"}').problems).toEqual(['bad-nested-json']);
    const events = ['ChatMessageEvent', 'SubscriptionEvent', 'GiftedSubscriptionsEvent'];
    const fields = ['sender', 'content', 'username', 'gifter_username', 'gifted_usernames', 'gift'];
    const data = fc.dictionary(fc.constantFrom(...fields), fc.jsonValue());
    fc.assert(
      fc.property(fc.constantFrom(...events, 'KicksGifted'), data, (event, values) => {
        expect(() => decode(frame(event, values))).not.toThrow();
      }),
    );
  });

  it('requires the chatroom only to connect', () => {
    expect(refusedOptions(kick, {})).toEqual(['chatroomId']);
    expect(refusedOptions(kick, {}, 'decode')).toEqual([]);
    expect(refusedOptions(kick, { chatroomId: '12', channelId: 5, appKey: 'abc' })).toEqual([]);
    const wrong = { chatroomId: 'xqc', channelId: -1, appKey: 'a/b', url: 'https://kick.com' };
    expect(refusedOptions(kick, wrong)).toEqual(Object.keys(wrong));
  });

  it.each([
    [{}, '32cbd69e4b950bf97679'],
    [{ appKey: 'other' }, 'other'],
  ])('connects to Pusher with the options %j', async (options, key) => {
    const { url } = await kick.protocol!({ ...OPTIONS, ...options }).connectTo(
      new AbortController().signal,
    );
    expect(url).toBe(
      `wss://ws-us2.pusher.com/app/${key}?protocol=7&client=js&version=8.4.0&flash=false`,
    );
  });

  it.each([
    ['{"socket_id":"1.2","activity_timeout":30}', 30],
    [{ activity_timeout: '45' }, 45],
    ['{"activity_timeout":9999}', 120],
    ['{}', 120],
    ['not json', 120],
  ])('pings as often as %j says', (data, seconds) => {
    const protocol = kick.protocol!(OPTIONS);
    const sent: unknown[] = [];
    const session = { send: (text: string) => sent.push(JSON.parse(text)) } as unknown as Session;
    const established = JSON.stringify({ event: 'pusher:connection_established', data });
    protocol.frame(established, session, new RecordingSink());
    expect(protocol.heartbeat?.everySeconds).toBe(seconds);
    expect(protocol.silenceMs).toBe((seconds + 30) * 1000);
    expect(sent).toEqual([
      { event: 'pusher:subscribe', data: { auth: '', channel: 'chatrooms.77.v2' } },
      { event: 'pusher:subscribe', data: { auth: '', channel: 'chatroom_77' } },
      { event: 'pusher:subscribe', data: { auth: '', channel: 'chatrooms.77' } },
    ]);
  });
});
