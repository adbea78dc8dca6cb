import { loadSources, type SourceType } from '#platforms';
import { RecordingSink } from '../../../../test/support/recording-sink.js';

const SOURCES = await loadSources();

/** What a source makes of some frames, one line each: what it is, whose, and what was said or given. */
function told(type: SourceType, frames: readonly object[]): readonly string[] {
  const sink = new RecordingSink();
  const decoder = SOURCES.get(type)!.decoder({});
  for (const frame of frames) decoder.decode(textOf(type, frame), sink);
  const events = sink.events.map((event) => {
    if (event.type === 'comment') return `${event.user.userId}: ${event.text}`;
    if (event.type !== 'gift') return event.type;
    const { giftName, giftNum, giftValue, totalValue } = event.gift;
    return `${event.user.userId} gives ${giftNum} ${giftName} at ${giftValue}, ${totalValue}`;
  });
  return [...events, ...sink.ignoredKinds.map((kind) => `ignored ${kind}`), ...sink.problems];
}

function textOf(type: SourceType, frame: object): string {
  const text = JSON.stringify(frame);
  return type === 'streamlabs' ? `42${text}` : text;
}

function kick(event: string, data: object): object {
  return { event: `App\\Events\\${event}`, channel: 'chatroom_1', data: JSON.stringify(data) };
}

function kickWebhook(type: string, body: object): object {
  return { headers: { 'Kick-Event-Type': type, 'Kick-Event-Message-Id': 'M' }, body };
}

function restream(site: number, eventPayload: object): object {
  const author = { id: '5', displayName: 'Bo' };
  const payload = { eventSourceId: site, eventPayload: { author, ...eventPayload } };
  return { action: 'event', payload };
}

function streamlabs(type: string, site: string | undefined, message: object): readonly unknown[] {
  return ['event', { type, for: site, message: [{ _id: type, ...message }] }];
}

function unibarrage(platform: string, type: string, data: object): object {
  return { rid: '1', platform, type, data: { name: 'Ann', ...data } };
}

const REWARD = {
  id: 'r-1',
  status: 'pending',
  user_input: 'now',
  redeemer: { user_id: 4, username: 'Thirsty' },
};

/** Each with the public source that shows the shape, or the document that tells of it. */
const SHAPES: readonly (readonly [
  about: string,
  seen: string,
  type: SourceType,
  frames: readonly object[],
  told: readonly string[],
])[] = [
  [
    'gifted subscriptions of nobody that is named',
    'KickLib, GiftedSubscriptionsEvent',
    'kick',
    [kick('GiftedSubscriptionsEvent', { gifted_usernames: ['a', 'b'], gifter_username: null })],
    ['kick_Anonymous gives 2 Subscription at 0, 0'],
  ],
  [
    'gifted subscriptions without a giver, pushed',
    'docs.kick.com/events/event-types',
    'kick-webhook',
    [kickWebhook('channel.subscription.gifts', { gifter: null, giftees: [{ user_id: 1 }] })],
    ['kick_Anonymous gives 1 Subscription at 0, 0'],
  ],
  [
    'the words of a reward, told when it is redeemed and when it is settled',
    'docs.kick.com/events/event-types, channel.reward.redemption.updated',
    'kick-webhook',
    [
      kickWebhook('channel.reward.redemption.updated', REWARD),
      kickWebhook('channel.reward.redemption.updated', { ...REWARD, status: 'accepted' }),
      kickWebhook('channel.reward.redemption.updated', { ...REWARD, id: 'r-2', user_input: '' }),
    ],
    ['kick_4: now', 'ignored told-before', 'ignored reward'],
  ],
  [
    'the places of emotes',
    'developers.restream.io/chat/events: Twitch text has replaces',
    'restream',
    [
      restream(2, { text: 'hello Kappa you', replaces: [{ from: 6, to: 10 }] }),
      restream(2, { text: 'I <3 this', replaces: [{ from: 2, to: 3 }] }),
    ],
    ['twitch_5: hello you', 'twitch_5: I <3 this'],
  ],
  [
    'what is whispered to the streamer',
    'developers.restream.io/chat/events, contentModifiers',
    'restream',
    [restream(2, { text: 'psst', contentModifiers: { me: false, whisper: true } })],
    ['ignored private'],
  ],
  [
    'emotes of YouTube behind a tool for many sites',
    'steelydylan/streamer.bot and youtube-chat-next captures: :face-blue-smiling:',
    'restream',
    [restream(13, { text: 'hi :face-blue-smiling: :_cat: at 12:30:45 :yt:' })],
    ['youtube_5: hi at 12:30:45'],
  ],
  [
    'emotes of YouTube',
    'developers.google.com/youtube/v3/live/docs/liveChatMessages',
    'youtube',
    [
      {
        items: [
          {
            id: 'm',
            snippet: { type: 'textMessageEvent', displayMessage: 'gm:hand-pink-waving:' },
            authorDetails: { channelId: 'UC1', displayName: 'Ann' },
          },
        ],
      },
    ],
    ['youtube_UC1: gm'],
  ],
  [
    'what is bought with points of the channel, and pledges',
    'dev.streamlabs.com/docs/socket-api',
    'streamlabs',
    [
      streamlabs('loyalty_store_redemption', undefined, { from: 'Lu', message: 'hello' }),
      streamlabs('pledge', undefined, { name: 'Pia', amount: '5.00', currency: 'USD' }),
    ],
    ['streamlabs_Lu: hello', 'streamlabs_Pia gives 1 Pledge at 500, 500'],
  ],
  [
    'bits whose words hold how many they are',
    'dev.streamlabs.com/docs/socket-api',
    'streamlabs',
    [streamlabs('bits', 'twitch_account', { name: 'Bo', amount: '100', message: 'Cheer100 hey' })],
    ['twitch_Bo gives 100 Bits at 1, 100', 'twitch_Bo: hey'],
  ],
  [
    'bits whose words hold how many they are, told as an activity',
    'StreamElements/docs, websockets/topics/channel-activities',
    'streamelements',
    [
      {
        topic: 'channel.activities',
        data: {
          type: 'cheer',
          provider: 'twitch',
          activityId: 'a',
          data: { username: 'ann', amount: 100, message: 'Cheer100 hey' },
        },
      },
    ],
    ['twitch_ann gives 100 Bits at 1, 100', 'twitch_ann: hey'],
  ],
  [
    'lines that it hears of itself, and what is said to the streamer alone',
    'steveseguin/social_stream, event reference',
    'social-stream-ninja',
    [
      { type: 'twitch', chatname: 'Me', chatmessage: 'hi', reflection: true },
      { type: 'twitch', chatname: 'Ann', chatmessage: 'psst', private: true },
      { type: 'kick', chatname: 'Ann', chatmessage: '[emote:1:KEKW] wow', textonly: true },
    ],
    ['kick_Ann: wow', 'ignored own', 'ignored private'],
  ],
  [
    'what a supporter writes to the streamer alone',
    'help.ko-fi.com, webhooks: is_public',
    'streamerbot',
    [
      {
        event: { source: 'Kofi', type: 'Donation' },
        data: { from: 'Jo', amount: '3.00', currency: 'USD', message: 'psst', isPublic: false },
      },
    ],
    ['kofi_Jo gives 1 Donation at 300, 300'],
  ],
  [
    'emotes of TikTok, and brackets that are none',
    'TikTok-Live captures: [laughwithtears]',
    'tikfinity',
    [{ event: 'chat', data: { uniqueId: 'ann', comment: 'funny [laughwithtears] [hey]' } }],
    ['tiktok_ann: funny [hey]'],
  ],
  [
    'emotes of Kuaishou',
    'live.kuaishou.com/live_api/emoji/panel',
    'kuaishou-webhook',
    [
      {
        data: {
          push_type: 'liveComment',
          payload: [{ userInfo: { userId: 'k1', userName: 'A' }, content: '[双鸡]老铁好[蓝色]' }],
        },
      },
    ],
    ['kuaishou_k1: 老铁好[蓝色]'],
  ],
  [
    'emotes of Xiaohongshu',
    'published notes: [害羞R]',
    'luoxi',
    [{ type: 'comment', platform: 'xiaohongshu', username: 'A', content: '好看[害羞R][XL]' }],
    ['xiaohongshu_A: 好看 [XL]'],
  ],
  [
    'a gift whose real price is told as 0',
    'open-live.bilibili.com/document, LIVE_OPEN_PLATFORM_SEND_GIFT',
    'bilibili-open',
    [
      {
        cmd: 'LIVE_OPEN_PLATFORM_SEND_GIFT',
        data: { open_id: 'o', gift_name: '辣条', gift_num: 3, price: 1000, r_price: 0, paid: true },
      },
    ],
    ['bilibili_o gives 3 辣条 at 1000, 3000'],
  ],
  [
    'gifts of which no count was found',
    'xifan2333/UniBarrage, ExtractGiftCount of douyin.go, num of douyu.go',
    'unibarrage',
    [
      unibarrage('douyin', 'Gift', { item: '小心心', num: 0, price: 1 }),
      unibarrage('douyu', 'Gift', { item: '荧光棒', num: 0, price: 0 }),
    ],
    ['douyin_Ann gives 1 小心心 at 100, 100', 'douyu_Ann gives 1 荧光棒 at 0, 0'],
  ],
  [
    'emotes of Huya and Douyu behind a tool for many sites',
    'xifan2333/UniBarrage, huya.go and douyu.go: the content as it was received',
    'unibarrage',
    [
      unibarrage('huya', 'Chat', { content: '/{dx主播好' }),
      unibarrage('douyu', 'Chat', { content: '[emot:dy101]主播好' }),
    ],
    ['huya_Ann: 主播好', 'douyu_Ann: 主播好'],
  ],
];

describe('message shapes that public sources show', () => {
  it.each(SHAPES)('%s (%s): %s reads it', (_about, _seen, type, frames, expected) => {
    expect(told(type, frames)).toEqual(expected);
  });
});
