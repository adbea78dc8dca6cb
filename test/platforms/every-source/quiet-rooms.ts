import type { RequestListener } from 'node:http';
import type { SourceType } from '#platforms';
import type { Frame } from '#source';
import {
  BILIBILI_APP,
  bilibiliPacket,
  StandInBilibili,
} from '../../support/platforms/bilibili-open.js';
import { blivechatMessage } from '../../support/platforms/blivechat.js';
import { douyuPacket, serveDouyu } from '../../support/platforms/douyu.js';
import { servePusher } from '../../support/platforms/kick.js';
import type { StandInClient } from '../../support/platforms/stand-in-server.js';
import {
  answerStreamerbot,
  STREAMERBOT_HELLO,
  streamerbotAsked,
} from '../../support/platforms/streamerbot.js';
import {
  StandInTwitch,
  TWITCH_TOKEN,
  welcomeEventsub,
} from '../../support/platforms/twitch-eventsub.js';

/** A platform with a quiet room, and the frames that it sends all the same. */
export interface QuietRoom {
  readonly http?: RequestListener;
  options(urls: { readonly url: string; readonly httpUrl: string }): object;
  /** Its greeting of a client, before anything happens in the room. */
  greet?(client: StandInClient): unknown;
  /** A frame that it sends in a quiet room; absent if it sends only its greeting. */
  readonly usual?: Frame;
  /** A frame that the source cannot read. */
  readonly garbled: Frame;
}

const RULES = [
  { when: { type: 'chat' }, event: 'comment' as const, user: { id: 'u' }, text: 't' },
] as const;
const MAPPING = { platform: 'example', rules: RULES };

const plain = ({ url }: { readonly url: string }): object => ({ url });

function answering(json: object): RequestListener {
  return (_, response) => {
    const headers = { 'Content-Type': 'application/json', Connection: 'close' };
    response.writeHead(200, headers).end(JSON.stringify(json));
  };
}

function bilibili(): QuietRoom {
  const platform = new StandInBilibili();
  return {
    http: platform.answer,
    options: ({ httpUrl }) => ({ url: httpUrl, ...BILIBILI_APP }),
    greet: platform.accept,
    garbled: bilibiliPacket(5, 0, '{"cmd":'),
  };
}

function eventsub(): QuietRoom {
  const twitch = new StandInTwitch();
  return {
    http: twitch.answer,
    options: ({ url, httpUrl }) => ({
      url,
      apiUrl: `${httpUrl}/helix`,
      authUrl: `${httpUrl}/oauth2`,
      channel: 'shop',
      token: TWITCH_TOKEN,
    }),
    greet: (client) => welcomeEventsub(client),
    garbled: '{"metadata":',
  };
}

/** The first packets of Engine.IO and Socket.IO. */
async function enterSocketIo(client: StandInClient): Promise<void> {
  client.send('0{"sid":"x","upgrades":[],"pingInterval":25000,"pingTimeout":20000}');
  await client.said((frame) => frame.toString().startsWith('40'));
  client.send('40{"sid":"y"}');
}

function onJoin(client: StandInClient): void {
  client.socket.on('message', (raw: Buffer) => {
    if (raw.toString().startsWith('JOIN')) client.send(':bot 366 bot #shop :End of /NAMES\r\n');
  });
}

function onTopics(client: StandInClient): void {
  client.socket.on('message', (raw: Buffer) => {
    const { nonce } = JSON.parse(raw.toString()) as { nonce: string };
    client.send(JSON.stringify({ type: 'response', nonce, data: { message: 'ok' } }));
  });
}

async function onSubscribe(client: StandInClient): Promise<void> {
  client.send(JSON.stringify(STREAMERBOT_HELLO));
  answerStreamerbot(client, await streamerbotAsked(client, 'Subscribe'));
}

function says(...frames: readonly object[]): (client: StandInClient) => void {
  return (client) => {
    for (const frame of frames) client.send(JSON.stringify(frame));
  };
}

/** The quiet rooms of the sources with a WebSocket, by type. */
export const QUIET_ROOMS: ReadonlyMap<SourceType, () => QuietRoom> = new Map<
  SourceType,
  () => QuietRoom
>([
  [
    'websocket',
    () => ({
      options: ({ url }) => ({ url, mapping: MAPPING }),
      usual: '{"type":"stats"}',
      garbled: '{',
    }),
  ],
  [
    'socketio',
    () => ({
      options: ({ httpUrl }) => ({ url: httpUrl, mapping: MAPPING }),
      greet: enterSocketIo,
      usual: '42["stats",{"type":"stats"}]',
      garbled: '42["chat",[',
    }),
  ],
  [
    'streamlabs',
    () => ({
      options: ({ httpUrl }) => ({ url: httpUrl, token: 'socket-token-1' }),
      greet: enterSocketIo,
      garbled: '42["event",[',
    }),
  ],
  [
    'twitch-irc',
    () => ({
      options: ({ url }) => ({ url, channel: 'shop' }),
      greet: onJoin,
      garbled: '@a=b \u0001\r\n',
    }),
  ],
  ['twitch-eventsub', eventsub],
  ['bilibili-open', bilibili],
  [
    'douyinlive',
    () => ({
      options: plain,
      usual: '{"type":"system","event":"live_status","code":"ROOM_ONLINE"}',
      garbled: '{"method":',
    }),
  ],
  [
    'barragegrab',
    () => ({
      options: plain,
      usual: '{"Type":6,"Data":"{\\"OnlineUserCount\\":0,\\"User\\":null}"}',
      garbled: '{"Type":1,"Data":"{"}',
    }),
  ],
  [
    'tiktok-euler',
    () => ({
      options: ({ url }) => ({ url, uniqueId: 'ann', apiKey: 'key-0123' }),
      usual: '{"messages":[{"type":"WebcastRoomUserSeqMessage","data":{"viewerCount":3}}]}',
      garbled: '{"messages":[',
    }),
  ],
  [
    'huya-open',
    () => ({
      options: ({ url }) => ({ url, roomId: 42, appId: 'app', appSecret: 'secret-0123456789' }),
      usual: '{"notice":"command","data":"{}"}',
      garbled: '{"notice":',
    }),
  ],
  [
    'kick',
    () => ({
      options: ({ url }) => ({ url, chatroomId: 77, channelId: 5 }),
      greet: servePusher,
      garbled: '{"event":',
    }),
  ],
  [
    'douyu',
    () => ({
      options: ({ url }) => ({ url, roomId: 42 }),
      greet: serveDouyu,
      garbled: douyuPacket('@@@//=x'),
    }),
  ],
  [
    'onecomme',
    () => ({
      options: plain,
      greet: says({ type: 'connected', data: { comments: [] } }),
      garbled: '{"type":',
    }),
  ],
  [
    'blivechat',
    () => ({
      options: ({ url }) => ({ url, roomId: 42 }),
      usual: blivechatMessage(7, { contents: [] }),
      garbled: '{"cmd":',
    }),
  ],
  [
    'social-stream-ninja',
    () => ({
      options: ({ url }) => ({ url, session: 'abc' }),
      usual: '{"event":"viewer_update","meta":0,"type":"twitch"}',
      garbled: '{"chat":',
    }),
  ],
  ['streamerbot', () => ({ options: plain, greet: onSubscribe, garbled: '{"event":' })],
  [
    'tikfinity',
    () => ({
      options: plain,
      usual: '{"event":"roomUser","data":{"viewerCount":0}}',
      garbled: '{"event":',
    }),
  ],
  [
    'laplace',
    () => ({
      options: plain,
      greet: says({ type: 'established', clientId: 'c' }),
      garbled: '{"type":',
    }),
  ],
  [
    'unibarrage',
    () => ({
      options: plain,
      usual: '{"rid":"1","platform":"douyin","type":"Stat","data":{}}',
      garbled: '{"rid":',
    }),
  ],
  [
    'restream',
    () => ({
      http: answering({ access_token: 't', expires_in: 3600 }),
      options: ({ url, httpUrl }) => ({
        url,
        tokenUrl: `${httpUrl}/oauth/token`,
        clientId: 'c',
        clientSecret: 's',
        refreshToken: 'r',
      }),
      usual:
        '{"action":"connection_info","payload":{"connectionIdentifier":"a","status":"connected"}}',
      garbled: '{"action":',
    }),
  ],
  [
    'streamelements',
    () => ({
      options: ({ url }) => ({ url, token: 'jwt-1' }),
      greet: onTopics,
      garbled: '{"id":',
    }),
  ],
]);
