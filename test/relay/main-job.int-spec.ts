import { GENERIC_MAPPING, Simulator } from '../../apps/simulator/src/index.js';
import { eventually } from '../support/eventually.js';
import { RedisServer } from '../support/redis-server.js';
import { startRelay, type RelayInProcess } from '../support/relay-in-process.js';

const EVENTS = 1000;

describe('the main job', () => {
  it('the relay carries what viewers do on three platforms to their live jobs, once and in order', async () => {
    const redis = await RedisServer.start({ aof: true });
    const simulator = await new Simulator({
      chatRate: 1000,
      chatEventsMax: EVENTS,
      rooms: 3,
    }).start();
    let relay: RelayInProcess | undefined;
    try {
      relay = await startRelay({ redis, simulator, bridges: bridgesTo(simulator) });
      await settled(relay, simulator);
      await expectEverything(relay, simulator);
    } finally {
      await relay?.stop();
      await simulator.stop();
      await redis.stop();
    }
  }, 180_000);
});

async function settled({ relay }: RelayInProcess, simulator: Simulator): Promise<void> {
  await eventually(async () => {
    const rooms = Object.values(simulator.state().chat).flat();
    if (rooms.length < 3 || rooms.some(({ sent }) => sent.total < EVENTS)) return false;
    const rows = await rowsOf(relay);
    const sent = rooms.reduce((sum, room) => sum + room.sent.total, 0);
    const received = rows.reduce((sum, row) => sum + row.received, 0);
    return received === sent && rows.every(({ waiting }) => waiting === 0);
  }, 'everything is settled');
}

async function expectEverything(relay: RelayInProcess, simulator: Simulator): Promise<void> {
  const { accepted, inFlightPerJobMax, chat, jobs } = simulator.state();
  const rows = await rowsOf(relay.relay);
  expect(rows.map(({ bridge }) => bridge).sort()).toEqual(['douyin', 'generic', 'twitch']);
  let [reported, marked] = [0, 0];
  for (const row of rows) {
    const [room] = chat[PLATFORM_OF[row.bridge]!]!;
    const { superseded = 0, ...dropped } = row.dropped;
    expect(dropped).toEqual({});
    expect(row).toMatchObject({
      received: room!.sent.total,
      reported: room!.sent.total - superseded,
      deadLettered: 0,
      waiting: 0,
      unaccounted: 0,
    });
    expect(superseded).toBeLessThanOrEqual(room!.sent.viewers);
    reported += row.reported;
    marked += room!.sent.total - room!.sent.viewers;
    await expectMetricsAgree(relay, row);
  }
  expect(jobs.reduce((sum, { events }) => sum + events, 0)).toBe(reported);
  expect(accepted).toMatchObject({ events: reported, distinct: marked });
  expect(accepted).toMatchObject({ duplicates: 0, outOfOrder: 0, untracked: 0 });
  expect(inFlightPerJobMax).toBe(1);
}

async function expectMetricsAgree(
  relay: RelayInProcess,
  row: Awaited<ReturnType<typeof rowsOf>>[number],
): Promise<void> {
  const body = String((await relay.metrics.text()).body);
  const summed = (name: string): number =>
    [...body.matchAll(new RegExp(`^${name}\\{bridge="${row.bridge}",.*\\} (\\d+)$`, 'gmu'))].reduce(
      (sum, [, value]) => sum + Number(value),
      0,
    );
  expect(summed('relay_events_received_total')).toBe(row.received);
  expect(summed('relay_events_reported_total')).toBe(row.reported);
  expect(summed('relay_events_dropped_total')).toBe(row.received - row.reported);
}

const PLATFORM_OF: Readonly<Record<string, string>> = {
  twitch: 'twitch-irc',
  generic: 'generic',
  douyin: 'douyinlive',
};

async function rowsOf({ ledger }: RelayInProcess['relay']) {
  const targets = await ledger.targets();
  return (await Promise.all(targets.map(async (target) => ledger.rowsOf(target)))).flat();
}

function bridgesTo(simulator: Simulator): object[] {
  const chat = simulator.chatUrls;
  const sources = {
    twitch: { type: 'twitch-irc', channel: 'somebody', url: chat['twitch-irc'] },
    generic: {
      type: 'websocket',
      url: chat.generic,
      onOpen: ['{"op":"subscribe","room":"42"}'],
      mapping: GENERIC_MAPPING,
    },
    douyin: { type: 'douyinlive', url: `${chat.douyinlive}/7` },
  };
  return Object.entries(sources).map(([name, source], i) => {
    const { roomId, jobId } = simulator.rooms[i]!;
    return { name, source, target: { roomId, jobId } };
  });
}
