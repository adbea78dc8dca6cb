import {
  GENERIC_MAPPING,
  Simulator,
  type ChatRoomState,
  type PlatformName,
} from '../../apps/simulator/src/index.js';
import { encodeLiveEvent, type LiveEvent } from '#live-event';
import { loadSources, type SourceType } from '#platforms';
import type { FrameSink } from '#source';
import { ChatClient } from './support/chat-client.js';
import { report } from './support/report-client.js';

const SOURCES = await loadSources();

const EVENTS = 20_000;
const ROOM = 'shop';

interface Platform {
  readonly name: PlatformName;
  readonly type: SourceType;
  readonly options: object;
  readonly path: string;
  /** What a client sends first, and how many frames answer it. */
  readonly first: readonly string[];
  readonly answers: number;
}

const PLATFORMS: readonly Platform[] = [
  {
    name: 'twitch-irc',
    type: 'twitch-irc',
    options: { channel: ROOM },
    path: '',
    first: [
      'CAP REQ :twitch.tv/tags twitch.tv/commands\r\n',
      `NICK justinfan1\r\nJOIN #${ROOM}\r\n`,
    ],
    answers: 3,
  },
  {
    name: 'douyinlive',
    type: 'douyinlive',
    options: { url: 'ws://127.0.0.1/ws/shop' },
    path: `/${ROOM}`,
    first: [],
    answers: 1,
  },
  {
    name: 'generic',
    type: 'websocket',
    options: { url: 'ws://127.0.0.1', mapping: GENERIC_MAPPING },
    path: '',
    first: [`{"op":"subscribe","room":"${ROOM}"}`],
    answers: 1,
  },
];

describe("the simulator's chats and the relay's decoders", () => {
  it.each(PLATFORMS)('agree on $name, event for event', async (platform) => {
    const options = { validate: 'full', chatRate: 'max', chatEventsMax: EVENTS } as const;
    const simulator = await new Simulator(options).start();
    const client = await ChatClient.open(`${simulator.chatUrls[platform.name]}${platform.path}`);
    try {
      client.send(...platform.first);
      const { room, frames } = await everything(simulator, client, platform);
      const heard = decode(platform, frames);
      expect(heard.malformed).toEqual([]);
      expect(countsOf(heard.events)).toEqual({ ...room.sent, raw: 0, giftNum: room.giftNum });
      await reportAll(simulator, heard.events);
      expect(simulator.state().accepted).toMatchObject({
        events: room.sent.total,
        distinct: room.sent.total - room.sent.viewers,
        duplicates: 0,
        outOfOrder: 0,
      });
    } finally {
      client.close();
      await simulator.stop();
    }
  });
});

async function everything(
  simulator: Simulator,
  client: ChatClient,
  { name, answers }: Platform,
): Promise<{ room: ChatRoomState; frames: readonly string[] }> {
  const roomOf = () => simulator.state().chat[name]![0];
  await client.until(({ frames }) => {
    const room = roomOf();
    const total = room?.sent.total ?? 0;
    return total >= EVENTS && frames.length === room!.frames + answers;
  });
  return { room: roomOf()!, frames: client.frames };
}

function decode(
  { type, options }: Platform,
  frames: readonly string[],
): { events: LiveEvent[]; malformed: string[] } {
  const definition = SOURCES.get(type)!;
  const decoder = definition.decoder(Object.assign(new definition.Options(), options));
  const events: LiveEvent[] = [];
  const malformed: string[] = [];
  const sink: FrameSink = {
    event: (event) => void events.push(event),
    ignored: () => undefined,
    malformed: (problem) => void malformed.push(problem),
  };
  for (const frame of frames) decoder.decode(frame, sink);
  return { events, malformed };
}

function countsOf(events: readonly LiveEvent[]): Record<string, number> {
  const counts = { comment: 0, enter: 0, like: 0, gift: 0, follow: 0, viewers: 0, raw: 0 };
  let giftNum = 0;
  for (const event of events) {
    counts[event.type]++;
    if (event.type === 'gift') giftNum += event.gift.giftNum;
  }
  return { ...counts, total: events.length, giftNum };
}

async function reportAll(simulator: Simulator, events: readonly LiveEvent[]): Promise<void> {
  for (let from = 0; from < events.length; from += 1000) {
    const some = events.slice(from, from + 1000);
    const encoded = some.map((event) => encodeLiveEvent(event, Date.now()));
    const body = `{"total":${some.length},"events":[${encoded.join(',')}]}`;
    const reply = await report(simulator, body);
    expect(reply).toMatchObject({ status: 200, text: '{}' });
  }
}
