import { PLATFORM_NAMES, waysInto } from './platform-names.js';
import type { SourceDefinition } from './source-definition.js';

/**
 * Every source type that a bridge can name, and the module that defines it. A type is loaded on
 * first use: a command needs few of them, and a single test loads only its own. They are offered in
 * this order.
 */
const LOADERS = {
  douyinlive: async () => (await import('./douyin/douyin.definitions.js')).douyinlive,
  barragegrab: async () => (await import('./barragegrab/barragegrab.definition.js')).barragegrab,
  dycast: async () => (await import('./douyin/douyin.definitions.js')).dycast,
  'douyin-webhook': async () =>
    (await import('./douyin-webhook/douyin-webhook.definition.js')).douyinWebhook,
  'bilibili-open': async () =>
    (await import('./bilibili-open/bilibili-open.definition.js')).bilibiliOpen,
  blivechat: async () => (await import('./blivechat/blivechat.definition.js')).blivechat,
  laplace: async () => (await import('./laplace/laplace.definition.js')).laplace,
  'kuaishou-webhook': async () =>
    (await import('./kuaishou-webhook/kuaishou-webhook.definition.js')).kuaishouWebhook,
  wxlivespy: async () => (await import('./wxlivespy/wxlivespy.definition.js')).wxlivespy,
  luoxi: async () => (await import('./luoxi/luoxi.definition.js')).luoxi,
  douyu: async () => (await import('./douyu/douyu.definition.js')).douyu,
  'huya-open': async () => (await import('./huya-open/huya-open.definition.js')).huyaOpen,
  unibarrage: async () => (await import('./unibarrage/unibarrage.definition.js')).unibarrage,
  'twitch-irc': async () => (await import('./twitch-irc/twitch-irc.definition.js')).twitchIrc,
  'twitch-eventsub': async () =>
    (await import('./twitch-eventsub/eventsub.definition.js')).twitchEventsub,
  youtube: async () => (await import('./youtube/youtube.definition.js')).youtube,
  tikfinity: async () => (await import('./tikfinity/tikfinity.definition.js')).tikfinity,
  'tiktok-euler': async () =>
    (await import('./tiktok-euler/tiktok-euler.definition.js')).tiktokEuler,
  kick: async () => (await import('./kick/kick.definition.js')).kick,
  'kick-webhook': async () =>
    (await import('./kick-webhook/kick-webhook.definition.js')).kickWebhook,
  restream: async () => (await import('./restream/restream.definition.js')).restream,
  streamelements: async () =>
    (await import('./streamelements/streamelements.definition.js')).streamelements,
  streamlabs: async () => (await import('./streamlabs/streamlabs.definition.js')).streamlabs,
  'social-stream-ninja': async () =>
    (await import('./social-stream-ninja/social-stream-ninja.definition.js')).socialStreamNinja,
  onecomme: async () => (await import('./onecomme/onecomme.definition.js')).onecomme,
  streamerbot: async () => (await import('./streamerbot/streamerbot.definition.js')).streamerbot,
  push: async () => (await import('./push/push.definition.js')).pushSource,
  websocket: async () => (await import('./websocket/websocket.definition.js')).websocketSource,
  sse: async () => (await import('./sse/sse.definition.js')).sseSource,
  socketio: async () => (await import('./socketio/socketio.definition.js')).socketIoSource,
  poll: async () => (await import('./poll/poll.definition.js')).pollSource,
} satisfies SourceLoaders;

/** How each source type is loaded. */
export type SourceLoaders = Readonly<Record<string, () => Promise<SourceDefinition>>>;

/** The name of a source type, as the file has it. */
export type SourceType = keyof typeof LOADERS;

/** The names of all source types, in the order in which they are listed. */
export const SOURCE_TYPES: readonly SourceType[] = Object.keys(LOADERS) as SourceType[];

/**
 * The source types: all their names, and the definitions loaded so far. Load a type before asking
 * for its definition.
 */
export class SourceCatalogue {
  readonly #loaded = new Map<string, SourceDefinition>();
  readonly #loaders: SourceLoaders;

  constructor(loaders: SourceLoaders = LOADERS) {
    this.#loaders = loaders;
  }

  /** All names, loaded or not. */
  keys(): Iterable<string> {
    return Object.keys(this.#loaders);
  }

  /** The definition of a type; `undefined` if there is no such type, or it was not loaded. */
  get(type: string): SourceDefinition | undefined {
    return this.#loaded.get(type);
  }

  /** The types that read a platform: see {@link waysInto}. */
  ofPlatform(name: string): readonly string[] {
    return waysInto(name).filter((type) => Object.hasOwn(this.#loaders, type));
  }

  /** The platform names that can be recognised when misspelt. */
  platforms(): readonly string[] {
    return PLATFORM_NAMES;
  }

  /** Loads the given types, or all of them. Unknown names are ignored. */
  async load(types: Iterable<string> = this.keys()): Promise<void> {
    for (const type of types) {
      if (this.#loaded.has(type) || !Object.hasOwn(this.#loaders, type)) continue;
      this.#loaded.set(type, await this.#loaders[type]!());
    }
  }

  /**
   * Loads each type whose name occurs anywhere in these texts: perhaps more than they use, never
   * fewer.
   */
  async loadNamedIn(texts: Iterable<string>): Promise<void> {
    const all = [...texts];
    await this.load([...this.keys()].filter((type) => all.some((text) => text.includes(type))));
  }
}

/** All source types, loaded. */
export async function loadSources(): Promise<ReadonlyMap<SourceType, SourceDefinition>> {
  const catalogue = new SourceCatalogue();
  await catalogue.load();
  return new Map(SOURCE_TYPES.map((type) => [type, catalogue.get(type)!]));
}
