/** What a source type needs to work; the picker draws a picture of it. */
export interface SourceNeeds {
  /** Its group in the picker. */
  readonly group: 'china' | 'world' | 'own';
  /** What stands between the platform and the relay: a program, a page in a browser, a service. */
  readonly via?: readonly [en: string, zh?: string];
  /** What the user must have to add it. */
  readonly needs: 'nothing' | 'program' | 'key' | 'sender' | 'mapping';
  /** Optional keys that most bridges of this type set. */
  readonly first?: readonly string[];
  readonly says: readonly [en: string, zh: string];
}

export const NEEDS: Readonly<Record<string, SourceNeeds>> = {
  douyinlive: {
    group: 'china',
    via: ['douyinLive'],
    needs: 'program',
    says: ['A running douyinLive server.', '需要一个正在运行的 douyinLive 服务。'],
  },
  barragegrab: {
    group: 'china',
    via: ['DouyinBarrageGrab'],
    needs: 'program',
    says: ['DouyinBarrageGrab on a Windows machine.', '需要在 Windows 上运行 DouyinBarrageGrab。'],
  },
  dycast: {
    group: 'china',
    via: ['dycast', 'dycast 页面'],
    needs: 'sender',
    first: ['token'],
    says: ['The page dycast, open in a browser.', '需要在浏览器中打开 dycast 页面。'],
  },
  'douyin-webhook': {
    group: 'china',
    needs: 'key',
    says: [
      'Official: an approved application, mounted in the room.',
      '官方数据推送：需要已审核的应用，并挂载到直播间。',
    ],
  },
  'bilibili-open': {
    group: 'china',
    needs: 'key',
    says: [
      "Official: a developer's project and the streamer's code.",
      '官方开放平台：需要开发者项目和主播身份码。',
    ],
  },
  blivechat: {
    group: 'china',
    via: ['blivechat'],
    needs: 'program',
    first: ['roomId', 'code'],
    says: ["A running blivechat, and the streamer's code.", '需要运行 blivechat，以及主播身份码。'],
  },
  laplace: {
    group: 'china',
    via: ['LAPLACE'],
    needs: 'program',
    first: ['url', 'token'],
    says: ['LAPLACE Event Bridge and LAPLACE Chat.', '需要 LAPLACE Event Bridge 和 LAPLACE Chat。'],
  },
  'kuaishou-webhook': {
    group: 'china',
    needs: 'key',
    says: [
      'Official: an application for interactive live streams (互动直播).',
      '官方互动直播：需要开放平台应用。',
    ],
  },
  wxlivespy: {
    group: 'china',
    via: ['wxlivespy'],
    needs: 'sender',
    first: ['token'],
    says: ['wxlivespy on a Windows machine.', '需要在 Windows 上运行 wxlivespy。'],
  },
  luoxi: {
    group: 'china',
    via: ['洛曦'],
    needs: 'sender',
    first: ['token'],
    says: ['The userscript of 洛曦 (Luoxi) in a browser.', '需要在浏览器中安装洛曦油猴脚本。'],
  },
  douyu: { group: 'china', needs: 'nothing', says: ["Only the room's number.", '只需要房间号。'] },
  'huya-open': {
    group: 'china',
    needs: 'key',
    says: ["Official: an application of Huya's open platform.", '官方开放平台：需要应用。'],
  },
  unibarrage: {
    group: 'china',
    via: ['UniBarrage'],
    needs: 'program',
    says: ['A running UniBarrage.', '需要运行 UniBarrage。'],
  },
  'twitch-irc': {
    group: 'world',
    needs: 'nothing',
    says: ["Only the channel's name.", '只需要频道名。'],
  },
  'twitch-eventsub': {
    group: 'world',
    needs: 'key',
    says: ["Official, with follows: a user's token.", '官方接口，含关注：需要用户令牌。'],
  },
  youtube: {
    group: 'world',
    needs: 'key',
    first: ['apiKey', 'videoId'],
    says: ['Official: an API key.', '官方接口：需要 API Key。'],
  },
  tikfinity: {
    group: 'world',
    via: ['TikFinity'],
    needs: 'program',
    says: ["TikFinity on the streamer's machine.", '需要在主播电脑上运行 TikFinity。'],
  },
  'tiktok-euler': {
    group: 'world',
    via: ['Euler Stream'],
    needs: 'key',
    first: ['apiKey'],
    says: ['A key of Euler Stream, which is paid.', '需要 Euler Stream（付费）的密钥。'],
  },
  kick: {
    group: 'world',
    needs: 'nothing',
    says: ['Only the numbers of the channel.', '只需要频道的编号。'],
  },
  'kick-webhook': {
    group: 'world',
    needs: 'key',
    says: ['Official, with follows: an application.', '官方 Webhook，含关注：需要应用。'],
  },
  restream: {
    group: 'world',
    needs: 'key',
    says: ['Official: an application of Restream.', '官方接口：需要应用。'],
  },
  streamelements: {
    group: 'world',
    needs: 'key',
    says: ["The channel's JWT.", '需要频道的 JWT。'],
  },
  streamlabs: {
    group: 'world',
    needs: 'key',
    says: ['A socket API token.', '需要 Socket API Token。'],
  },
  'social-stream-ninja': {
    group: 'world',
    via: ['Social Stream Ninja'],
    needs: 'program',
    says: ['Its browser extension or its app.', '需要它的浏览器扩展或应用。'],
  },
  onecomme: {
    group: 'world',
    via: ['OneComme', 'わんコメ'],
    needs: 'program',
    says: ['A running OneComme.', '需要运行 OneComme（わんコメ）。'],
  },
  streamerbot: {
    group: 'world',
    via: ['Streamer.bot'],
    needs: 'program',
    first: ['password'],
    says: ['Streamer.bot on a Windows machine.', '需要在 Windows 上运行 Streamer.bot。'],
  },
  push: {
    group: 'own',
    needs: 'sender',
    first: ['token'],
    says: ['Your program sends to the relay.', '由您自己的程序推送到本服务。'],
  },
  websocket: {
    group: 'own',
    needs: 'mapping',
    says: ['Any chat in JSON, by a mapping.', '任意 JSON 弹幕服务，需要填写映射。'],
  },
  sse: {
    group: 'own',
    needs: 'mapping',
    says: [
      'Any server-sent events in JSON, by a mapping.',
      '任意 JSON 的 SSE 服务，需要填写映射。',
    ],
  },
  socketio: {
    group: 'own',
    needs: 'mapping',
    says: ['Any Socket.IO server, by a mapping.', '任意 Socket.IO 服务，需要填写映射。'],
  },
  poll: {
    group: 'own',
    needs: 'mapping',
    says: ['Any HTTP answer in JSON, by a mapping.', '任意 JSON 的 HTTP 接口，需要填写映射。'],
  },
};

/** For a source type that this page does not know yet. */
export const UNKNOWN_NEEDS: SourceNeeds = { group: 'own', needs: 'mapping', says: ['', ''] };
