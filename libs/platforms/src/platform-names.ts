/**
 * Source types by the platform that they read, for a file that names the platform in place of a
 * type. The best choice comes first: the platform's own interface, then tools that read it.
 */
const WAYS: readonly { readonly names: readonly string[]; readonly types: readonly string[] }[] = [
  {
    names: ['douyin', '抖音', 'dy', 'dylive'],
    types: ['douyinlive', 'dycast', 'barragegrab', 'douyin-webhook', 'unibarrage'],
  },
  {
    names: ['bilibili', 'bili', 'b站', '哔哩哔哩', 'blive'],
    types: ['bilibili-open', 'blivechat', 'laplace', 'unibarrage'],
  },
  {
    names: ['youtube', 'yt', 'youtubelive', 'ytlive'],
    types: [
      'youtube',
      'onecomme',
      'social-stream-ninja',
      'restream',
      'streamelements',
      'streamerbot',
    ],
  },
  {
    names: ['tiktok', 'tiktoklive', 'tt'],
    types: ['tiktok-euler', 'tikfinity', 'onecomme', 'social-stream-ninja', 'streamerbot'],
  },
  {
    names: ['wechat', 'weixin', 'wechatchannels', 'shipinhao', '微信', '视频号', '微信视频号'],
    types: ['wxlivespy', 'luoxi'],
  },
  {
    names: ['kuaishou', 'ks', 'kwai', '快手'],
    types: ['kuaishou-webhook', 'unibarrage', 'luoxi', 'push', 'websocket'],
  },
  { names: ['twitch'], types: ['twitch-irc', 'twitch-eventsub'] },
  { names: ['huya', '虎牙'], types: ['huya-open'] },
  { names: ['斗鱼'], types: ['douyu'] },
  { names: ['kicklive', 'kickcom'], types: ['kick', 'kick-webhook'] },
  { names: ['euler', 'eulerstream'], types: ['tiktok-euler'] },
  {
    names: ['xiaohongshu', 'rednote', 'xhs', '小红书'],
    types: ['luoxi', 'unibarrage', 'push', 'websocket'],
  },
  {
    names: ['taobao', '淘宝', 'tmall', '天猫'],
    types: ['luoxi', 'push', 'websocket'],
  },
  {
    names: ['pinduoduo', 'pdd', '拼多多', '1688'],
    types: ['luoxi', 'push', 'websocket'],
  },
  {
    names: ['jd', 'jingdong', '京东', 'meituan', '美团'],
    types: ['push', 'websocket'],
  },
  {
    names: [
      'facebook',
      'instagram',
      'trovo',
      'rumble',
      'x',
      'twitter',
      'vkplay',
      'zoom',
      'discord',
    ],
    types: ['social-stream-ninja'],
  },
  {
    names: ['soop', 'afreecatv', 'afreeca', 'chzzk', '치지직', 'bigo', 'bigolive'],
    types: ['social-stream-ninja'],
  },
  { names: ['owncast', 'kofi'], types: ['push'] },
  { names: ['niconico', 'nicovideo', 'showroom', 'mirrativ', 'twitcasting'], types: ['onecomme'] },
  { names: ['ssn', 'socialstream'], types: ['social-stream-ninja'] },
  { names: ['ws', 'wss', 'json', 'custom'], types: ['websocket', 'push'] },
  { names: ['http', 'webhook', 'api', 'ingest'], types: ['push'] },
];

/**
 * The source types that read a platform, by any name that people use for it, regardless of case and
 * punctuation; none if the name is unknown.
 */
export function waysInto(name: string): readonly string[] {
  if (name.length > NAME_LENGTH_MAX) return [];
  const said = name.toLowerCase().replace(/[\s_.-]/g, '');
  return BY_NAME.get(said) ?? BY_NAME.get(said.replace(ADDED, '')) ?? [];
}

/** Suffixes that people add to a platform's name. */
const ADDED = /(?:直播间?|弹幕|live|chat|danmu|danmaku|tv)$/;

/** Names long enough to be recognised when misspelt: short ones are too much alike. */
export const PLATFORM_NAMES: readonly string[] = WAYS.flatMap(({ names }) => names).filter(
  (name) => name.length >= 5,
);

const NAME_LENGTH_MAX = 64;
const BY_NAME = new Map(WAYS.flatMap(({ names, types }) => names.map((name) => [name, types])));
