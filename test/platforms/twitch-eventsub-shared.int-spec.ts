import { loadSources, Shared } from '#platforms';
import type { Connection, ConnectionOptions } from '#source';
import { connect, stopConnections } from '../source/connection-rig.js';
import type { ConnectionLog } from '../source/connection-log.js';
import { StrictEventsub } from '../support/platforms/strict-eventsub.js';

const SOURCES = await loadSources();
let twitch: StrictEventsub;

/** A bridge of each room, in one process. */
function bridges(
  rooms: readonly number[],
  shared = new Shared(),
  options: Partial<ConnectionOptions> = {},
): { connection: Connection; log: ConnectionLog }[] {
  const surroundings = { fetch: globalThis.fetch, shared };
  const definition = SOURCES.get('twitch-eventsub')!;
  return rooms.map((room) =>
    connect(definition.protocol!(twitch.optionsOf(room), surroundings), options),
  );
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

afterEach(async () => {
  await stopConnections();
  await twitch.server.stop();
});

describe('the channels of one Twitch user', () => {
  it('share one EventSub socket: each receives its own events, and one that leaves ends its subscriptions', async () => {
    twitch = await StrictEventsub.start();
    const shared = new Shared();
    const made = bridges(range(40), shared);
    await Promise.all(made.map(async ({ log }) => log.untilCalled('connected')));
    await until(() => twitch.subscriptions.length === 120);
    expect([twitch.server.clients.length, twitch.refusals]).toEqual([1, 0]);
    for (const room of [3, 4, 4]) twitch.follow(String(room), `n-${room}-${Math.random()}`);
    await made[3]!.log.until(({ events }) => events.length === 2);
    await made[2]!.log.until(({ events }) => events.length === 1);
    expect(made[0]!.log.events).toEqual([]);

    await made[3]!.connection.disconnect();
    await until(() => twitch.subscriptions.length === 117);
    expect([twitch.server.open, twitch.channelsOf().includes('4')]).toEqual([1, false]);
    made[3]!.connection.connect();
    await made[3]!.log.untilCalled('connected', 2);
    twitch.follow('3', 'n-last');
    await made[2]!.log.until(({ events }) => events.length === 2);
    expect(twitch.server.clients.length).toBe(1);
    await Promise.all(made.map(async ({ connection }) => connection.disconnect()));
    await until(() => twitch.server.open === 0);
  });

  it('move together when Twitch asks, and who comes later joins them', async () => {
    twitch = await StrictEventsub.start();
    const shared = new Shared();
    const made = bridges(range(5), shared);
    await Promise.all(made.map(async ({ log }) => log.untilCalled('connected')));
    await until(() => twitch.subscriptions.length === 15);
    twitch.move();
    await Promise.all(made.map(async ({ log }) => log.untilCalled('replaced')));
    await twitch.server.clients[0]!.closed;
    const [late] = bridges([6], shared);
    await late!.log.untilCalled('connected');
    await until(() => twitch.subscriptions.length === 18);
    expect([twitch.server.clients.length, twitch.server.open, twitch.sessions]).toEqual([2, 1, 1]);
    twitch.follow('2', 'n-1');
    await made[1]!.log.until(({ events }) => events.length === 1);
  });

  it('the same channel twice: one goes on when the other leaves', async () => {
    twitch = await StrictEventsub.start();
    const [one, twin, other] = bridges([1, 1, 2]);
    await Promise.all([one, twin, other].map(async (it) => it!.log.untilCalled('connected')));
    await until(() => twitch.subscriptions.length === 6);
    await one!.connection.stop();
    twitch.follow('1', 'n-1');
    await twin!.log.until(({ events }) => events.length === 1);
    await twin!.connection.stop();
    await until(() => twitch.channelsOf().join('') === '2');
  });

  it('lose the socket together, and share the next one', async () => {
    twitch = await StrictEventsub.start();
    const made = bridges(range(10));
    await Promise.all(made.map(async ({ log }) => log.untilCalled('connected')));
    twitch.server.clients[0]!.socket.terminate();
    await Promise.all(made.map(async ({ log }) => log.untilCalled('connected', 2)));
    await until(() => twitch.channelsOf().length === 10);
    expect(twitch.server.clients.length).toBe(2);
  });

  it('pause separately: events of a paused one wait, and the others go on', async () => {
    twitch = await StrictEventsub.start();
    const [resting, other] = bridges([1, 2]);
    await Promise.all([resting, other].map(async (it) => it!.log.untilCalled('connected')));
    await until(() => twitch.subscriptions.length === 6);
    resting!.connection.pause();
    twitch.follow('1', 'n-1');
    twitch.follow('2', 'n-2');
    await other!.log.until(({ events }) => events.length === 1);
    expect(resting!.log.events).toEqual([]);
    resting!.connection.resume();
    await resting!.log.until(({ events }) => events.length === 1);
  });

  it('wait, and say why, where other collectors have all sockets of the user', async () => {
    twitch = await StrictEventsub.start();
    let free = false;
    const seatFor = async () => (free ? { giveBack: () => undefined } : undefined);
    const [waiting] = bridges([1], new Shared(), { seatFor });
    const [sentence] = await waiting!.log.untilCalled('refused');
    expect([sentence, twitch.server.clients.length]).toEqual([
      expect.stringContaining('Three other collectors'),
      0,
    ]);
    free = true;
    await waiting!.log.untilCalled('connected');
  });

  it("go on without subscriptions beyond Twitch's limit, and tell the remedy if the chat is one", async () => {
    twitch = await StrictEventsub.start(4);
    const [first] = bridges([1]);
    await first!.log.untilCalled('connected');
    await until(() => twitch.subscriptions.length === 3);
    const [second] = bridges([2]);
    await second!.log.untilCalled('connected');
    await until(() => twitch.refusals >= 2);
    const [third] = bridges([3]);
    const [sentence] = await third!.log.untilCalled('refused');
    expect(sentence).toContain('another token');
    expect(second!.log.of('disconnected')).toEqual([]);
  });
});
