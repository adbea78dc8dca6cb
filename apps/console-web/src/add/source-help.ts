/** What the page of a source (docs/sources) says beside a key, and the same in Chinese. */
type Help = readonly [en: string, zh: string];

/**
 * By type and key. A test compares the English texts with the pages: a change of a page changes
 * both languages here.
 */
export const HELP: Readonly<Record<string, Readonly<Record<string, Help>>>> = {
  barragegrab: {
    url: ['default: ws://127.0.0.1:8888', '默认：ws://127.0.0.1:8888'],
  },
  'bilibili-open': {
    code: ["the streamer's code (身份码)", '主播身份码'],
    appId: ["the project's id (项目ID)", '项目ID'],
    accessKeyId: ['of the developer who owns the project', '项目所属开发者的 access_key_id'],
    accessKeySecret: ['that belongs to the key', '与该 access_key_id 对应的 access_key_secret'],
    url: ['instead of https://live-open.biliapi.com', '用于代替 https://live-open.biliapi.com'],
  },
  blivechat: {
    roomId: [
      'the number in the address of the room; or the code in its place:',
      '直播间地址中的数字；也可改填身份码',
    ],
    code: [
      "the streamer's code (身份码), with which blivechat takes the way that Bilibili allows",
      '主播身份码；填写后 blivechat 走 B 站官方允许的方式',
    ],
  },
  'douyin-webhook': {
    secret: ["as set for the data push in Douyin's console", '抖音后台为数据推送设置的密钥'],
    roomId: [
      'this room alone, in quotes: the number has too many digits',
      '只接收这个直播间；数字位数多，请按文本填写',
    ],
    giftNames: ['names of gifts by their encrypted id', '按加密礼物 id 给出礼物名称'],
  },
  douyinlive: {
    url: ["the last part: the number in the room's address", '末尾填写直播间地址中的数字'],
    token: ['where the server was started with one', '仅当服务启动时设置了令牌'],
  },
  douyu: {
    roomId: ['the number in the address of the room', '直播间地址中的数字'],
    url: [
      'instead of wss://danmuproxy.douyu.com, whose ports 8501 to 8506 are taken in turn',
      '用于代替 wss://danmuproxy.douyu.com（默认轮流使用端口 8501–8506）',
    ],
  },
  dycast: {
    token: ["the bridge's own: whoever pushes must show it", '此桥接自己的令牌，推送方必须携带'],
  },
  'huya-open': {
    roomId: ['the number in the address of the room', '直播间地址中的数字'],
    appId: ["of the application at Huya's open platform", '虎牙开放平台应用的 appId'],
    appSecret: ['that belongs to the application', '该应用的密钥'],
    url: [
      'instead of wss://ws-apiext.huya.com/index.html',
      '用于代替 wss://ws-apiext.huya.com/index.html',
    ],
  },
  'kick-webhook': {
    publicKey: [
      "Kick's own: curl https://api.kick.com/public/v1/public-key",
      'Kick 官方公钥，可从 https://api.kick.com/public/v1/public-key 取得',
    ],
    broadcasterId: [
      'this channel alone, where the application is subscribed to several',
      '应用订阅了多个频道时，只接收这一个',
    ],
  },
  kick: {
    chatroomId: [
      'chatroom.id in kick.com/api/v2/channels/<name>',
      '浏览器打开 kick.com/api/v2/channels/<频道名> 所见的 chatroom.id',
    ],
    channelId: ['with it, Kicks are seen too', '填写后还能收到 Kicks'],
    appKey: ['where Kick has changed its key at Pusher', '仅当 Kick 更换了 Pusher 密钥时填写'],
    url: [
      "the whole address, instead of Pusher's with the key",
      '完整地址，用于代替 Pusher 地址和密钥',
    ],
  },
  'kuaishou-webhook': {
    secret: ['appSecret of the application', '应用的 appSecret'],
    room: ['takes this room (room_code) alone', '只接收这个直播间（room_code）'],
  },
  laplace: {
    url: ['the default', '默认地址'],
    token: ['where the bridge has one', '仅当对方设置了令牌'],
    room: ['where the bridge hears several rooms', '对方接收多个直播间时填写'],
  },
  luoxi: {
    token: ["the bridge's own: whoever pushes must show it", '此桥接自己的令牌，推送方必须携带'],
  },
  onecomme: {
    url: ['the default', '默认地址'],
    testEvents: [
      'comments that OneComme makes to be tried with, too',
      '也接收 OneComme 的测试评论',
    ],
  },
  poll: {
    headers: ['sent with each question', '随每次请求发送'],
    everySeconds: ['from an answer to the next question', '从收到回答到下次请求的间隔'],
    interval: ['or as the answer says; ms or seconds', '或按回答中的间隔，单位 ms 或 seconds'],
    next: [
      'what the answer says is asked for next: ?since=…',
      '下次请求带上回答中给出的值：?since=…',
    ],
    skipFirst: [
      'what the first answer holds was said before: not reported',
      '首次回答里是之前的内容，不上报',
    ],
  },
  push: {
    token: [
      "the bridge's own: whoever pushes must show it, as a bearer or ?token=",
      '此桥接自己的令牌，推送方须以 Bearer 或 ?token= 携带',
    ],
    requestsPerSecond: ['in each process; the default', '每个进程的上限；此为默认值'],
  },
  restream: {
    clientId: ['of your application at Restream', '您在 Restream 的应用的 client id'],
    clientSecret: ['that belongs to the application', '该应用的密钥'],
    refreshToken: [
      "of the channel's owner, for the application",
      '频道所有者授权给该应用的 refresh token',
    ],
  },
  'social-stream-ninja': {
    session: ["the session id in the tool's links: a secret", '工具链接中的 session id，请保密'],
    url: ["a local server in place of the tool's own", '用本地服务代替工具自己的服务'],
    testEvents: ['messages made to try an overlay, too', '也接收用于试叠加层的消息'],
  },
  socketio: {
    path: ['the default', '默认地址'],
    namespace: ['/ where it is missing', '不填则为 /'],
    headers: ['sent with the request for the connection', '随连接请求发送'],
    auth: ['sent with the request for the namespace', '随命名空间请求发送'],
    emit: [
      'events that are sent after connecting, in this order: a name and values',
      '连接后按顺序发送的事件：名称和值',
    ],
    silenceSeconds: [
      'nothing heard for so long, pings included: reconnect',
      '这么久什么都没收到（含 ping）就重连',
    ],
  },
  sse: {
    headers: ['sent with the request', '随请求发送'],
    silenceSeconds: [
      'nothing heard for so long, comments included: reconnect',
      '这么久什么都没收到（含注释行）就重连',
    ],
  },
  streamelements: {
    token: ['the JWT of the channel, from its dashboard', '频道控制台中的 JWT'],
    tokenType: ['or apikey, oauth', '也可为 apikey、oauth'],
    channel: ['where the token is good for several', '令牌可用于多个频道时填写'],
  },
  streamerbot: {
    password: ['where its WebSocket server has one', '仅当其 WebSocket 服务设置了密码'],
    url: ['default: ws://127.0.0.1:8080/', '默认：ws://127.0.0.1:8080/'],
    testEvents: ['what Streamer.bot makes to be tried with, too', '也接收 Streamer.bot 的测试事件'],
  },
  streamlabs: {
    token: [
      'Settings, API settings, API tokens: your socket API token',
      '在 Settings → API settings → API tokens 中的 socket API token',
    ],
    testEvents: ['what is tried out in the dashboard counts, too', '控制台里的测试也计入'],
  },
  tikfinity: {
    url: ['the default', '默认地址'],
  },
  'tiktok-euler': {
    uniqueId: ["the name in the address of the streamer's page", '主播主页地址中的名称'],
    apiKey: [
      'or jwtKey: a JWT that Euler Stream issued',
      '也可改填 jwtKey：Euler Stream 签发的 JWT',
    ],
  },
  'twitch-eventsub': {
    channel: ['the name in the address of the channel', '频道地址中的名称'],
    token: ['a user access token', '用户访问令牌'],
    clientId: [
      'these three renew the token when it has expired',
      '填写这三项后，令牌过期会自动续期',
    ],
  },
  'twitch-irc': {
    channel: ['the name in the address of the channel', '频道地址中的名称'],
    token: [
      'a user token with the scope chat:read; without one: no account',
      '带 chat:read 权限的用户令牌；不填则匿名',
    ],
    nick: [
      "the login of the token; without it: the channel's own",
      '令牌所属的登录名；不填则为频道本身',
    ],
    membership: ['entries, see below', '接收进入直播间的事件'],
    url: ['instead of wss://irc-ws.chat.twitch.tv:443', '用于代替 wss://irc-ws.chat.twitch.tv:443'],
  },
  unibarrage: {
    url: ['the default', '默认地址'],
    room: [
      'where it reads several rooms: takes this one alone (rid)',
      '对方读取多个直播间时，只接收这一个（rid）',
    ],
  },
  websocket: {
    headers: ['sent with the request', '随请求发送'],
    onOpen: ['text frames sent after connecting, in this order', '连接后按顺序发送的文本帧'],
    heartbeat: [
      'a text, or { ws: ping }; everySeconds: 30 where it is missing',
      '文本，或 { ws: ping }；不填 everySeconds 则为 30',
    ],
    silenceSeconds: ['no frame for so long: reconnect', '这么久没有收到帧就重连'],
  },
  wxlivespy: {
    token: ["the bridge's own: whoever pushes must show it", '此桥接自己的令牌，推送方必须携带'],
  },
  youtube: {
    apiKey: [
      'of a project at Google with the YouTube Data API',
      '启用了 YouTube Data API 的 Google 项目的密钥',
    ],
    videoId: ['of the live stream, from its address', '直播地址中的视频 id'],
    liveChatId: ['in its place, the chat itself', '也可直接填聊天 id 代替'],
    quotaPerDay: ['what Google gave the project', 'Google 给该项目的每日配额'],
    everySeconds: [
      'the least between two questions, to save quota',
      '两次请求的最短间隔，以节省配额',
    ],
  },
};
