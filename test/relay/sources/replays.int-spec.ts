import type { RelayTimes } from '../../../apps/relay/src/relay-times.js';
import { GENERIC_MAPPING, Simulator } from '../../../apps/simulator/src/index.js';
import { StandInServer } from '../../support/platforms/stand-in-server.js';
import { eventually } from '../../support/eventually.js';
import { RedisServer } from '../../support/redis-server.js';
import { startRelay, type RelayInProcess } from '../../support/relay-in-process.js';
import { Stage } from '../../support/stage.js';

const REPLAYED = 50;

/** A chat without ids and without times, as Huya's is. */
const WITHOUT_IDS = {
  platform: 'plain',
  rules: [
    { when: { type: 'chat' }, event: 'comment', user: { id: 'user' }, text: 'text' },
    { when: { type: 'gift' }, event: 'gift', user: { id: 'user' }, gift: { name: 'gift' } },
  ],
};

async function chatOf(stage: Stage): Promise<Simulator> {
  const options = { chatRate: 200, chatEventsMax: 400, keep: 'all' } as const;
  return stage.opens(await new Simulator(options).start());
}

/** One bridge that reads `source`. */
async function read(
  stage: Stage,
  simulator: Simulator,
  source: object,
  times: RelayTimes = {},
): Promise<RelayInProcess> {
  const { roomId, jobId } = simulator.rooms[0]!;
  const relay = await startRelay({
    redis: await RedisServer.shared(),
    simulator,
    bridges: [{ name: 'chat', source, target: { roomId, jobId } }],
    buffer: { minIntervalMs: 50 },
    times,
  });
  return stage.opens(relay);
}

async function ledgerOf({ relay: { ledger } }: RelayInProcess) {
  const [target] = await ledger.targets();
  const [row] = target === undefined ? [] : await ledger.rowsOf(target);
  return row;
}

describe('a source that sends its last messages again after a reconnect', () => {
  it.concurrent.each([
    [
      'generic',
      { type: 'websocket', onOpen: ['{"op":"subscribe","room":"shop"}'], mapping: GENERIC_MAPPING },
      '',
    ],
    ['douyinlive', { type: 'douyinlive' }, '/shop'],
    ['twitch-irc', { type: 'twitch-irc', channel: 'shop' }, ''],
  ] as const)('is reported once, by ids (%s)', async (platform, source, path) =>
    Stage.of(async (stage) => {
      const simulator = await chatOf(stage);
      const running = await read(stage, simulator, {
        ...source,
        url: `${simulator.chatUrls[platform]}${path}`,
      });
      const room = () => simulator.state().chat[platform]?.[0];
      await eventually(() => (room()?.sent.total ?? 0) >= 150, 'the chat is under way');
      simulator.steerChat(platform, 'rate', { perSecond: 0 });
      const said = room()!.sent;
      await eventually(async () => {
        return (await ledgerOf(running))?.received === said.total;
      }, 'all of it is here');
      simulator.steerChat(platform, 'drop', { code: 1000, replay: REPLAYED });
      await eventually(() => room()!.replayedFrames > 0, 'the last frames come again');
      simulator.steerChat(platform, 'rate', { perSecond: 200 });
      await eventually(() => room()!.sent.total >= 400, 'the chat goes on');
      const { total, viewers } = room()!.sent;
      await eventually(
        () => simulator.state().accepted.distinct === total - viewers,
        'all arrived',
      );
      await eventually(async () => (await ledgerOf(running))?.waiting === 0, 'nothing waits');
      expect(simulator.state().accepted).toMatchObject({ duplicates: 0, outOfOrder: 0 });
      const { dropped, unaccounted } = (await ledgerOf(running))!;
      expect((dropped['duplicate'] ?? 0) + (dropped['replayed'] ?? 0)).toBeGreaterThan(20);
      expect(unaccounted).toBe(0);
    })(),
  );

  it.concurrent(
    'is reported once without ids, and repeated words stay where no reconnect happened',
    Stage.of(async (stage) => {
      const simulator = await chatOf(stage);
      const chat = stage.opens(await StandInServer.start());
      const source = { type: 'websocket', url: chat.url, mapping: WITHOUT_IDS };
      // Words are the same within two seconds. Here all are received at one moment, however long
      // the reconnect takes.
      const receivedAt = Date.now();
      const connection = { backoffFirstMs: 20, wallClock: () => receivedAt };
      const running = await read(stage, simulator, source, { connection });
      const first = await chat.client(1);
      const last = Array.from({ length: REPLAYED }, (_, n) =>
        JSON.stringify({
          type: n % 5 === 0 ? 'gift' : 'chat',
          user: `u${n}`,
          text: `no ${n}`,
          gift: '花',
        }),
      );
      const shout = JSON.stringify({ type: 'chat', user: 'lin', text: '666' });
      for (const frame of [shout, shout, ...last]) first.send(frame);
      // What was sent before the close frame arrives before it.
      first.socket.close(1012);
      const second = await chat.client(2);
      for (const frame of [...last, shout]) second.send(frame);
      second.send(JSON.stringify({ type: 'chat', user: 'lin', text: 'back' }));
      await eventually(() => texts(simulator).includes('back'), 'the chat goes on');
      await eventually(async () => (await ledgerOf(running))?.waiting === 0, 'nothing waits');
      const chats = last.flatMap((_, n) => (n % 5 === 0 ? [] : [`no ${n}`]));
      expect(texts(simulator)).toEqual(['666', '666', ...chats, 'back']);
      // What is dropped is accounted for with what comes after it.
      second.send(JSON.stringify({ type: 'chat', user: 'lin', text: 'bye' }));
      await eventually(async () => (await ledgerOf(running))?.received === 105, 'all is counted');
      await eventually(async () => (await ledgerOf(running))?.waiting === 0, 'nothing waits');
      const { received, reported, dropped } = (await ledgerOf(running))!;
      const counts = { received: 105, reported: 54, dropped: { duplicate: 51 } };
      expect({ received, reported, dropped }).toEqual(counts);
    }),
  );
});

const COUNTED = {
  platform: 'plain',
  rules: [
    { event: 'gift', user: { id: 'user' }, gift: { name: 'gift' }, combo: { count: 'count' } },
  ],
};

type Gift = (nth: number) => object | string;

/** Sources whose gifts may have no id, and the frame of a combo's nth gift. */
const COMBOS: readonly (readonly [type: string, options: object, gift: Gift])[] = [
  ['websocket', { mapping: COUNTED }, (count) => ({ user: 'lin', gift: '花', count })],
  [
    'tiktok-euler',
    { uniqueId: 'shop', apiKey: 'a-key-of-euler-stream' },
    (repeatCount) => {
      const giftDetails = { giftName: 'Rose', diamondCount: 1, giftType: 1 };
      const data = { user: { userId: '7' }, giftDetails, giftId: 5655, groupId: 'g', repeatCount };
      return { messages: [{ type: 'WebcastGiftMessage', data }] };
    },
  ],
  [
    'social-stream-ninja',
    { session: 'a-session' },
    (repeatCount) => {
      const meta = { giftName: 'Rose', groupId: 'g', streakable: true, repeatCount };
      return { type: 'tiktok', chatname: 'Ann', userid: '7', event: 'gift', meta };
    },
  ],
  [
    'huya-open',
    { roomId: 42, appId: 'app1', appSecret: 'secret-0123' },
    (sendItemComboHits) => {
      const data = { unionId: 'u', sendNick: '林', itemName: '虎粮', sendItemCount: 1 };
      return { notice: 'getSendItemNotice', data: { ...data, sendItemComboHits } };
    },
  ],
  ['douyu', { roomId: 42 }, (hits) => `type@=dgb/uid@=7/nn@=Ann/gfid@=824/gfcnt@=1/hits@=${hits}/`],
];

describe('a combo of gifts without ids', () => {
  it.concurrent.each(COMBOS)('is told whole after a reconnect (%s)', async (type, options, gift) =>
    Stage.of(async (stage) => {
      const simulator = stage.opens(await new Simulator({ keep: 'all' }).start());
      const chat = stage.opens(await StandInServer.start());
      const receivedAt = Date.now();
      const connection = { backoffFirstMs: 20, wallClock: () => receivedAt };
      await read(stage, simulator, { type, ...options, url: chat.url }, { connection });
      const first = await chat.client(1);
      for (const nth of [1, 2, 3]) first.send(frameOf(gift(nth)));
      first.socket.close(1012);
      const second = await chat.client(2);
      for (const nth of [4, 5, 6]) second.send(frameOf(gift(nth)));
      await eventually(() => giftsOf(simulator) >= 6, 'all gifts arrived');
      expect(giftsOf(simulator)).toBe(6);
    })(),
  );
});

function frameOf(frame: object | string): string {
  return typeof frame === 'string' ? frame : JSON.stringify(frame);
}

function giftsOf(simulator: Simulator): number {
  const counts = simulator.events().flatMap(({ type, content }) => {
    const { gift } = JSON.parse(String(content)) as { gift?: { giftNum: number } };
    return type === 4 ? [gift!.giftNum] : [];
  });
  return counts.reduce((sum, count) => sum + count, 0);
}

/** What MetaStudio was told that viewers said, in order. */
function texts(simulator: Simulator): string[] {
  return simulator.events().flatMap(({ type, content }) => {
    return type === 1 ? [(JSON.parse(String(content)) as { content: string }).content] : [];
  });
}
