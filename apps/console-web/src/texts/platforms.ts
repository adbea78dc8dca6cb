import { language } from './texts.js';

/**
 * The platform that a source type reads, as people call it: in English, and in Chinese where that
 * differs.
 */
const NAMES: Readonly<Record<string, readonly [en: string, zh?: string]>> = {
  barragegrab: ['Douyin', '抖音'],
  'bilibili-open': ['Bilibili', '哔哩哔哩'],
  blivechat: ['Bilibili', '哔哩哔哩'],
  'douyin-webhook': ['Douyin', '抖音'],
  douyinlive: ['Douyin', '抖音'],
  douyu: ['Douyu', '斗鱼'],
  dycast: ['Douyin', '抖音'],
  'huya-open': ['Huya', '虎牙'],
  kick: ['Kick'],
  'kick-webhook': ['Kick'],
  'kuaishou-webhook': ['Kuaishou', '快手'],
  laplace: ['Bilibili', '哔哩哔哩'],
  luoxi: ['Xiaohongshu, Taobao …', '小红书、淘宝等'],
  onecomme: ['OneComme', 'わんコメ'],
  poll: ['HTTP', 'HTTP 轮询'],
  push: ['Push', '推送'],
  restream: ['Restream'],
  'social-stream-ninja': ['Social Stream Ninja'],
  socketio: ['Socket.IO'],
  sse: ['Server-sent events', 'SSE'],
  streamelements: ['StreamElements'],
  streamerbot: ['Streamer.bot'],
  streamlabs: ['Streamlabs'],
  tikfinity: ['TikTok'],
  'tiktok-euler': ['TikTok'],
  'twitch-eventsub': ['Twitch'],
  'twitch-irc': ['Twitch'],
  unibarrage: ['Douyin, Bilibili …', '抖音、B 站等'],
  websocket: ['WebSocket'],
  wxlivespy: ['WeChat Channels', '视频号'],
  youtube: ['YouTube'],
};

/** A type that this page does not know is shown as it is. */
export function platformName(type: string): string {
  if (!Object.hasOwn(NAMES, type)) return type;
  const [en, zh = en] = NAMES[type]!;
  return language.value === 'zh' ? zh : en;
}
