import { barragegrab } from './barragegrab/barragegrab.definition.js';
import { bilibiliOpen } from './bilibili-open/bilibili-open.definition.js';
import { douyinWebhook } from './douyin-webhook/douyin-webhook.definition.js';
import { blivechat } from './blivechat/blivechat.definition.js';
import { douyinlive, dycast } from './douyin/douyin.definitions.js';
import { douyu } from './douyu/douyu.definition.js';
import { huyaOpen } from './huya-open/huya-open.definition.js';
import { kickWebhook } from './kick-webhook/kick-webhook.definition.js';
import { kick } from './kick/kick.definition.js';
import { onecomme } from './onecomme/onecomme.definition.js';
import { pushSource } from './push/push.definition.js';
import { socialStreamNinja } from './social-stream-ninja/social-stream-ninja.definition.js';
import type { SourceDefinition, SourceType } from './source-definition.js';
import { streamerbot } from './streamerbot/streamerbot.definition.js';
import { tiktokEuler } from './tiktok-euler/tiktok-euler.definition.js';
import { twitchEventsub } from './twitch-eventsub/eventsub.definition.js';
import { twitchIrc } from './twitch-irc/twitch-irc.definition.js';
import { wxlivespy } from './wxlivespy/wxlivespy.definition.js';
import { websocketSource } from './websocket/websocket.definition.js';

const definitions: readonly SourceDefinition[] = [
  websocketSource,
  pushSource,
  twitchIrc,
  twitchEventsub,
  bilibiliOpen,
  douyinlive,
  dycast,
  barragegrab,
  tiktokEuler,
  huyaOpen,
  kick,
  douyu,
  onecomme,
  blivechat,
  socialStreamNinja,
  streamerbot,
  wxlivespy,
  kickWebhook,
  douyinWebhook,
];

/** Every source type that a bridge can name, by its name. */
export const SOURCES: ReadonlyMap<SourceType, SourceDefinition> = new Map(
  definitions.map((definition) => [definition.type, definition]),
);
