import {
  answerStreamerbot,
  STREAMERBOT_HELLO,
  streamerbotAsked,
} from '../../support/platforms/streamerbot.js';
import { douyuText, serveDouyu } from '../../support/platforms/douyu.js';
import { serveBlivechat } from '../../support/platforms/blivechat.js';
import { servePusher } from '../../support/platforms/kick.js';
import {
  StandInTwitch,
  TWITCH_TOKEN,
  welcomeEventsub,
} from '../../support/platforms/twitch-eventsub.js';
import { type StandInClient } from '../../support/platforms/stand-in-server.js';
import type { RequestListener } from 'node:http';
import type { SourceType } from '#platforms';
import type { Frame } from '#source';

/** The form in which a client with these subscriptions gets a frame; `undefined`: not at all. */
export type Heard = (frame: Frame) => Frame | undefined;

/** A platform that sends a client only what it subscribed to. */
export interface AskedStandIn {
  readonly http?: RequestListener;
  options(urls: { readonly url: string; readonly httpUrl: string }): object;
  /**
   * Greets a client; resolves with the function that filters its frames, once it has subscribed.
   */
  serve(client: StandInClient): Promise<Heard>;
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(frame: Frame): Fields {
  return JSON.parse(frame.toString()) as Fields;
}

/** All frames of a client up to its last subscription, for which `last` returns true. */
async function askedUntil(
  client: StandInClient,
  last: (frame: Frame) => boolean,
): Promise<readonly Frame[]> {
  await client.said(last);
  return client.frames;
}

/** @see https://dev.twitch.tv/docs/chat/irc/#twitch-specific-irc-capabilities */
const TWITCH_IRC: AskedStandIn = {
  options: ({ url }) => ({ url, channel: 'shop', membership: true }),
  serve: async (client) => {
    const frames = await askedUntil(client, (frame) => frame.toString().startsWith('JOIN #shop'));
    const asked = frames.join('\n');
    client.send(':bot 366 bot #shop :End of /NAMES list\r\n');
    const has = (capability: string): boolean => asked.includes(`twitch.tv/${capability}`);
    return (frame) => {
      const line = frame.toString();
      const command = /^(?:@\S+ )?(?:\S+ )?(PRIVMSG|USERNOTICE|JOIN|PING)\b/.exec(line)?.[1];
      if (command === 'USERNOTICE' && !has('commands')) return undefined;
      if (command === 'JOIN' && !has('membership')) return undefined;
      return has('tags') ? line : line.replace(/^@\S+ /, '');
    };
  },
};

function twitchEventsub(): AskedStandIn {
  const twitch = new StandInTwitch();
  twitch.scopes = [...twitch.scopes, 'channel:read:charity', 'channel:read:redemptions'];
  return {
    http: twitch.answer,
    options: ({ url, httpUrl }) => ({
      url,
      apiUrl: `${httpUrl}/helix`,
      authUrl: `${httpUrl}/oauth2`,
      channel: 'shop',
      token: TWITCH_TOKEN,
    }),
    serve: async (client) => {
      welcomeEventsub(client);
      // The client subscribes over HTTP, so the socket does not show when it has finished.
      while (
        !twitch.subscribed.some(({ type }) => type === 'channel.custom_power_up_redemption.add')
      ) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      return (frame) => {
        const { metadata } = fieldsOf(frame) as { metadata: Fields };
        if (metadata['message_type'] !== 'notification') return frame;
        const type = metadata['subscription_type'];
        return twitch.subscribed.some((one) => one.type === type) ? frame : undefined;
      };
    },
  };
}

/** The Pusher channel on which Kick sends each event. */
const KICK_CHANNELS: Readonly<Record<string, string>> = {
  ChatMessageEvent: 'chatrooms.77.v2',
  SubscriptionEvent: 'chatrooms.77.v2',
  UserBannedEvent: 'chatrooms.77.v2',
  GiftedSubscriptionsEvent: 'chatroom_77',
  RewardRedeemedEvent: 'chatroom_77',
  KicksGifted: 'channel_5',
};

/** @see https://github.com/Bukk94/KickLib */
const KICK: AskedStandIn = {
  options: ({ url }) => ({ url, chatroomId: 77, channelId: 5 }),
  serve: async (client) => {
    servePusher(client);
    const frames = await askedUntil(client, (frame) => frame.toString().includes('channel_5'));
    return (frame) => {
      const event = String(fieldsOf(frame)['event']);
      if (event.startsWith('pusher')) return frame;
      const channel = KICK_CHANNELS[event.replace(/^.*\\/, '')];
      if (channel === undefined) throw new Error(`On which channel is ${event} told?`);
      const isAsked = frames.some((one) => {
        const { event: asked, data } = fieldsOf(one) as { event: string; data: Fields };
        return asked === 'pusher:subscribe' && data['channel'] === channel;
      });
      return isAsked ? JSON.stringify({ ...fieldsOf(frame), channel }) : undefined;
    };
  },
};

/** @see https://docs.streamer.bot/api/websocket/requests */
const STREAMERBOT: AskedStandIn = {
  options: ({ url }) => ({ url }),
  serve: async (client) => {
    client.send(JSON.stringify(STREAMERBOT_HELLO));
    const asked = await streamerbotAsked(client, 'Subscribe');
    answerStreamerbot(client, asked);
    return (frame) => {
      const { source, type } = (fieldsOf(frame)['event'] ?? {}) as Record<string, string>;
      if (source === undefined || type === undefined) return frame;
      return asked.events?.[source]?.includes(type) === true ? frame : undefined;
    };
  },
};

/** @see https://dev.huya.com/docs/miniapp/danmugame/open/open-api-v2/ */
const HUYA_OPEN: AskedStandIn = {
  options: ({ url }) => ({ url, roomId: 42, appId: 'app', appSecret: 'secret-0123456789' }),
  serve: async (client) => {
    const asked = await client.said((frame) => frame.toString().includes('subscribeNotice'));
    const notices = fieldsOf(asked)['data'] as readonly string[];
    return (frame) => {
      const { notice } = fieldsOf(frame);
      return notice === undefined || notices.includes(notice as string) ? frame : undefined;
    };
  },
};

/** A client that joins a single group instead of all gets only a part of the messages. */
const DOUYU: AskedStandIn = {
  options: ({ url }) => ({ url, roomId: 42 }),
  serve: async (client) => {
    serveDouyu(client);
    const joined = await client.said((frame) => douyuText(frame).startsWith('type@=joingroup/'));
    const isAll = douyuText(joined).includes('rid@=42/gid@=-9999/');
    return (frame) => (isAll ? frame : undefined);
  },
};

/** @see https://github.com/StreamElements/docs docs/websockets */
const STREAMELEMENTS: AskedStandIn = {
  options: ({ url }) => ({ url, token: 'jwt-1' }),
  serve: async (client) => {
    await client.said((frame) => frame.toString().includes('channel.tips'));
    const topics = client.frames.map((frame) => {
      const { nonce, data } = fieldsOf(frame) as { nonce: string; data: Fields };
      client.send(JSON.stringify({ type: 'response', nonce, data: { message: 'ok' } }));
      return data['topic'];
    });
    return (frame) => {
      const { topic } = fieldsOf(frame);
      return topic === undefined || topics.includes(topic) ? frame : undefined;
    };
  },
};

/** @see https://onecomme.com/docs/developer/websocket-api */
const ONECOMME: AskedStandIn = {
  options: ({ url }) => ({ url: `${url}/sub` }),
  serve: async ({ request }) => {
    const asked = new URL(request.url ?? '', 'ws://x').searchParams.get('p')?.split(',') ?? [];
    return (frame) => {
      const type = fieldsOf(frame)['type'] as string;
      return type === 'connected' || asked.includes(type) ? frame : undefined;
    };
  },
};

/** Without bundling, each message comes alone and not in a list. */
const TIKTOK_EULER: AskedStandIn = {
  options: ({ url }) => ({ url, uniqueId: 'ann', apiKey: 'key-0123' }),
  serve: async ({ request }) => {
    const asked = new URL(request.url ?? '', 'ws://x').searchParams;
    const isHeard =
      asked.get('features.bundleEvents') === 'true' && asked.get('uniqueId') === 'ann';
    return (frame) => (isHeard ? frame : undefined);
  },
};

/** The tool sends its messages to channel 4 of its session. */
const SOCIAL_STREAM_NINJA: AskedStandIn = {
  options: ({ url }) => ({ url, session: 'abc' }),
  serve:
    async ({ request }) =>
    (frame) =>
      request.url === '/join/abc/4' ? frame : undefined,
};

const BLIVECHAT: AskedStandIn = {
  options: ({ url }) => ({ url, roomKey: 'BA1CDE2FGH3J4' }),
  serve: async (client) => {
    serveBlivechat(client);
    await client.said((frame) => frame.toString().includes('roomKey'));
    return (frame) => frame;
  },
};

/** The stand-ins of the sources that subscribe. */
export const ASKED: ReadonlyMap<SourceType, () => AskedStandIn> = new Map<
  SourceType,
  () => AskedStandIn
>([
  ['twitch-irc', () => TWITCH_IRC],
  ['twitch-eventsub', twitchEventsub],
  ['kick', () => KICK],
  ['streamerbot', () => STREAMERBOT],
  ['huya-open', () => HUYA_OPEN],
  ['douyu', () => DOUYU],
  ['streamelements', () => STREAMELEMENTS],
  ['onecomme', () => ONECOMME],
  ['tiktok-euler', () => TIKTOK_EULER],
  ['social-stream-ninja', () => SOCIAL_STREAM_NINJA],
  ['blivechat', () => BLIVECHAT],
]);

/** The sources that do not subscribe, and what each client gets instead. */
export const UNASKED: Readonly<Partial<Record<SourceType, string>>> = {
  barragegrab: 'what its browser hears; its own settings choose',
  douyinlive: 'all messages of the room in the address',
  'bilibili-open': 'all commands of the room whose session was started',
  laplace: 'all that its rooms tell, to every client',
  unibarrage: 'all that its rooms tell, to every client',
  tikfinity: 'all that its room tells, to every client',
  streamlabs: 'all that the account of the socket token is told',
  restream: 'all sites of the account of the token',
  youtube: 'the list of one chat; which parts of a message is asked in the address',
  websocket: 'its file says what is asked',
  socketio: 'its file says what is asked',
  sse: 'its file says what is asked',
  poll: 'its file says what is asked',
};
