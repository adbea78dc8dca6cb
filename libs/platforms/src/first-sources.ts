/** A source that a beginner can set up with one answer. */
export interface FirstSource {
  /** The source type of the file. */
  readonly type: string;
  /** The key of the source that is asked for. */
  readonly key: string;
  /** The form of an acceptable answer. */
  readonly shape: RegExp;
  /** Used if no answer is given. */
  readonly byDefault?: string;
  readonly name: Readonly<Record<'en' | 'zh', string>>;
  readonly asks: Readonly<Record<'en' | 'zh', string>>;
}

const ADDRESS = /^wss?:\/\/\S+$/u;

export const FIRST_SOURCES: readonly FirstSource[] = [
  {
    type: 'douyinlive',
    key: 'url',
    shape: ADDRESS,
    name: { en: 'Douyin, with douyinLive', zh: '抖音（douyinLive）' },
    asks: {
      en: 'Address of douyinLive, such as ws://127.0.0.1:1088/ws/<room number>',
      zh: 'douyinLive 的地址，例如 ws://127.0.0.1:1088/ws/<房间号>',
    },
  },
  {
    type: 'barragegrab',
    key: 'url',
    shape: ADDRESS,
    byDefault: 'ws://127.0.0.1:8888',
    name: { en: 'Douyin and others, with BarrageGrab', zh: '抖音等（BarrageGrab）' },
    asks: { en: 'Address of BarrageGrab', zh: 'BarrageGrab 的地址' },
  },
  {
    type: 'tikfinity',
    key: 'url',
    shape: ADDRESS,
    byDefault: 'ws://127.0.0.1:21213',
    name: { en: 'TikTok, with TikFinity', zh: 'TikTok（TikFinity）' },
    asks: { en: 'Address of TikFinity', zh: 'TikFinity 的地址' },
  },
  {
    type: 'onecomme',
    key: 'url',
    shape: ADDRESS,
    byDefault: 'ws://127.0.0.1:11180/sub?p=comments,meta',
    name: { en: 'Many platforms, with OneComme', zh: '多平台（OneComme）' },
    asks: { en: 'Address of OneComme', zh: 'OneComme 的地址' },
  },
  {
    type: 'streamerbot',
    key: 'url',
    shape: ADDRESS,
    byDefault: 'ws://127.0.0.1:8080/',
    name: { en: 'Many platforms, with Streamer.bot', zh: '多平台（Streamer.bot）' },
    asks: { en: 'Address of Streamer.bot', zh: 'Streamer.bot 的地址' },
  },
  {
    type: 'douyu',
    key: 'roomId',
    shape: /^\d{1,12}$/u,
    name: { en: 'Douyu', zh: '斗鱼' },
    asks: { en: 'Number of the room at Douyu', zh: '斗鱼房间号' },
  },
  {
    type: 'twitch-irc',
    key: 'channel',
    shape: /^\w{1,25}$/u,
    name: { en: 'Twitch', zh: 'Twitch' },
    asks: { en: 'Channel at Twitch', zh: 'Twitch 频道名' },
  },
];
