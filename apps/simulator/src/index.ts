export { Simulator, type SimulatorState } from './simulator.js';
export {
  SIMULATOR_DEFAULTS,
  type IamAccount,
  type RoomSetup,
  type SimulatorOptions,
  type SimulatorSettings,
} from './simulator.options.js';
export type { FaultSetup, ResetPoint } from './metastudio/fault.js';
export type { KeptEvent } from './metastudio/kept-events.js';
export type { MetaStudioState } from './control/state.js';
export type { ChatRoomState, ChatState } from './control/chat-control.js';
export type { PlatformName } from './chat/platform.js';
export { GENERIC_MAPPING } from './chat/generic.js';
export {
  BILIBILI_APP,
  bilibiliCommands,
  bilibiliOperation,
  bilibiliPacket,
  StandInBilibili,
} from './stand-ins/bilibili-open.js';
export { blivechatMessage, blivechatText, serveBlivechat } from './stand-ins/blivechat.js';
export { douyuPacket, douyuText, serveDouyu } from './stand-ins/douyu.js';
export { pusherEvent, servePusher } from './stand-ins/kick.js';
export { StandInClient, StandInServer } from './stand-ins/stand-in-server.js';
export {
  answerStreamerbot,
  serveStreamerbot,
  STREAMERBOT_HELLO,
  streamerbotAsked,
  type StreamerbotRequest,
} from './stand-ins/streamerbot.js';
export {
  eventsubMessage,
  eventsubNotification,
  StandInTwitch,
  TWITCH_TOKEN,
  welcomeEventsub,
} from './stand-ins/twitch-eventsub.js';
