import { loadSources, type SourceType } from '#platforms';
import { RecordingSink } from '../../../../test/support/recording-sink.js';

const SOURCES = await loadSources();

/** Frames of the same comment: of a viewer with a guard or a membership, and of one without. */
type Pair = readonly [source: SourceType, guard: number, its: unknown, others: unknown];

function bilibili(guard_level: number): object {
  const data = { open_id: 'o', uname: '安', msg: '多少钱', guard_level, fans_medal_level: 22 };
  return { cmd: 'LIVE_OPEN_PLATFORM_DM', data };
}

/** The places of blivechat's `make_text_message_data`. */
function blivechat(privilegeType: number): object {
  const head = ['', 1_700_000_000, '安', 1, '多少钱', privilegeType, 0, 21, 0, 1, 12, 'm', '', 0];
  return { cmd: 2, data: [...head, [], [], 'u', '小猫'] };
}

/** `userGuardStatus` stands in Douyin's own `FansClubData`. */
function douyinlive(userGuardStatus: number): object {
  const fansClub = { data: { clubName: '棉花糖', level: 7, userGuardStatus } };
  const user = { id: '95', nickname: '满', fansClub };
  return { method: 'WebcastChatMessage', common: { msgId: '1' }, user, content: '多少钱' };
}

function laplace(guardType: number): object {
  return { type: 'message', id: 'm', uid: 4, username: '安', message: '多少钱', guardType };
}

function onecomme(service: string, fields: object): object {
  const data = { id: 'm', userId: 'u', name: 'An', comment: 'how much', ...fields };
  return { type: 'comments', data: { comments: [{ service, data }] } };
}

function irc(badges: string): string {
  return `@badge-info=${badges};display-name=An;id=m;room-id=1;user-id=7 :an!an@an.tmi.twitch.tv PRIVMSG #shop :how much`;
}

function eventsub(badges: readonly object[]): object {
  const event = {
    chatter_user_id: '7',
    chatter_user_name: 'An',
    message_id: 'm',
    message: { text: 'how much', fragments: [{ type: 'text', text: 'how much' }] },
    badges,
  };
  const metadata = {
    message_id: 'e',
    message_type: 'notification',
    subscription_type: 'channel.chat.message',
  };
  const subscription = { id: 's' };
  return { metadata, payload: { subscription, event } };
}

function kick(badges: readonly object[]): object {
  const sender = { id: 5, username: 'An', identity: { badges } };
  const data = JSON.stringify({ id: 'm', content: 'how much', sender });
  return { event: 'App\\Events\\ChatMessageEvent', channel: 'chatroom_1', data };
}

function kickWebhook(badges: readonly object[]): object {
  const sender = { user_id: 5, username: 'An', identity: { badges } };
  const headers = { 'Kick-Event-Type': 'chat.message.sent', 'Kick-Event-Message-Id': 'm' };
  return { headers, body: { message_id: 'm', sender, content: 'how much' } };
}

function youtube(isChatSponsor: boolean): object {
  const snippet = { type: 'textMessageEvent', textMessageDetails: { messageText: 'how much' } };
  const authorDetails = { channelId: 'UC', displayName: 'An', isChatSponsor };
  return { items: [{ id: 'm', snippet, authorDetails }] };
}

function euler(fields: object): object {
  const data = { comment: 'how much', ...fields };
  return { messages: [{ type: 'WebcastChatMessage', data }] };
}

function tikfinity(isSubscriber: boolean): object {
  return {
    event: 'chat',
    data: { userId: '1', nickname: 'An', comment: 'how much', isSubscriber },
  };
}

function streamerbot(fields: object): object {
  const message = { msgId: 'm', userId: '7', displayName: 'An', message: 'how much', ...fields };
  return { event: { source: 'Twitch', type: 'ChatMessage' }, data: { message } };
}

function streamelements(badges: readonly object[]): object {
  const data = { chatter_user_id: '7', chatter_user_name: 'An', message_id: 'm', badges };
  const message = { text: 'how much' };
  return { type: 'message', topic: 'channel.chat.message', data: { ...data, message } };
}

function push(guard: unknown): object {
  return { type: 'comment', user: { id: 'u', guard }, text: 'how much' };
}

const TIKTOK_USER = { userId: '1', nickname: 'An' };

const PAIRS: readonly Pair[] = [
  ['bilibili-open', 3, bilibili(3), bilibili(0)],
  ['bilibili-open', 1, bilibili(1), bilibili(0)],
  ['blivechat', 2, blivechat(2), blivechat(0)],
  ['laplace', 3, laplace(3), laplace(0)],
  ['onecomme', 3, onecomme('bilibili', { guard: { level: 3 } }), onecomme('bilibili', {})],
  [
    'onecomme',
    1,
    onecomme('youtube', { isMember: true }),
    onecomme('youtube', { isMember: false }),
  ],
  ['douyinlive', 1, douyinlive(1), douyinlive(2)],
  [
    'douyu',
    1,
    'type@=chatmsg/uid@=9/nn@=文/txt@=多少钱/diaf@=1/',
    'type@=chatmsg/uid@=9/nn@=文/txt@=多少钱/diaf@=0/',
  ],
  ['twitch-irc', 1, irc('subscriber/8'), irc('')],
  ['twitch-eventsub', 1, eventsub([{ set_id: 'founder', id: '0', info: '3' }]), eventsub([])],
  ['kick', 1, kick([{ type: 'og' }, { type: 'subscriber', count: 4 }]), kick([{ type: 'og' }])],
  ['kick-webhook', 1, kickWebhook([{ type: 'subscriber', count: 4 }]), kickWebhook([])],
  ['youtube', 1, youtube(true), youtube(false)],
  [
    'tiktok-euler',
    1,
    euler({ user: { ...TIKTOK_USER, subscribeInfo: { isSubscribedToAnchor: true } } }),
    euler({ user: { ...TIKTOK_USER, subscribeInfo: { isSubscribedToAnchor: false } } }),
  ],
  [
    'tiktok-euler',
    1,
    euler({ user: TIKTOK_USER, userIdentity: { isSubscriberOfAnchor: true } }),
    euler({ user: TIKTOK_USER, userIdentity: { isSubscriberOfAnchor: false } }),
  ],
  ['tikfinity', 1, tikfinity(true), tikfinity(false)],
  ['streamerbot', 1, streamerbot({ subscriber: true }), streamerbot({ subscriber: false })],
  ['streamelements', 1, streamelements([{ set_id: 'subscriber', info: '4' }]), streamelements([])],
  [
    'social-stream-ninja',
    1,
    { type: 'youtube', chatname: 'An', userid: 'u', chatmessage: 'hi', membership: 'Member' },
    { type: 'youtube', chatname: 'An', userid: 'u', chatmessage: 'hi', membership: '' },
  ],
  ['push', 3, push(3), push(0)],
  ['push', 1, push(true), push(false)],
];

describe('guards and memberships', () => {
  it.each(PAIRS)(
    '%s tells that a viewer has one (%i), and that another has none',
    (source, guard, its, others) => {
      expect(guardsIn(source, [its, others])).toEqual([guard, undefined]);
    },
  );

  it('takes what is no level for none', () => {
    const odd = [-1, 'captain', {}, [], null, '', 0.5].map((guard) => push(guard));
    expect(new Set(guardsIn('push', odd))).toEqual(new Set([undefined]));
  });
});

/** The guard of whoever made each event. */
function guardsIn(source: SourceType, frames: readonly unknown[]): readonly unknown[] {
  const sink = new RecordingSink();
  const decoder = SOURCES.get(source)!.decoder({});
  for (const frame of frames) {
    decoder.decode(typeof frame === 'string' ? frame : JSON.stringify(frame), sink);
  }
  expect(sink.events).toHaveLength(frames.length);
  return sink.events.map((event) =>
    'user' in event ? (event.user as { guard?: number }).guard : 0,
  );
}
