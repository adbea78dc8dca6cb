// Measures the cost of the relay in everyday use: quiet rooms at the default settings.
import { onStage } from '../lib/stage.mjs';
import { latencyFigures } from '../lib/stats.mjs';
import { program, relay } from '../lib/subjects.mjs';

/** The defaults of `relay.yaml`. */
const SHIPPED = { reportsPerSecond: 10, minIntervalMs: 500 };
/** The floor has the pace, and no limit on reports. */
const FLOOR = program('floor.mjs', SHIPPED.minIntervalMs);
/** The floor with the limit, too: its reports take turns in the order in which they come. */
const LIMITED_FLOOR = program('floor.mjs', SHIPPED.minIntervalMs, SHIPPED.reportsPerSecond);
/** What Node takes for the same messages, round trips and requests where nothing is done to them. */
const BARE = program('bare.mjs', SHIPPED.minIntervalMs);
const EVENTS_A_BRIDGE = 5;
const SELDOM_A_BRIDGE = 0.4;
const COMMENTS_PER_SECOND = 10_000;
const CHOOSE = { comments: { n: 3, everySeconds: 5 } };

/**
 * @param quick whether runs take a few seconds only; their figures are not published.
 * @param warmUpSeconds how long rooms run before they are measured; absent: half as long as they are measured, and idle
 *   ones from their start on. V8 optimises what runs often, which takes minutes where little happens.
 */
export function shipped(quick, warmUpSeconds) {
  const seconds = quick ? 2 : 20;
  const rooms = (...room) => roomsOf(warmUpSeconds, ...room);
  const idle = (...room) => idleOf(warmUpSeconds, ...room);
  return [
    rooms('defaults-1', '1 bridge', 1, SHIPPED, seconds),
    rooms('defaults-4', '4 bridges', 4, SHIPPED, seconds),
    rooms('defaults-4-floor', 'the same, the floor', 4, FLOOR, seconds),
    rooms('defaults-4-bare', 'the same, bare Node', 4, BARE, seconds),
    rooms('seldom-60', '60 bridges, an event in 2.5 s', 60, SHIPPED, seconds, SELDOM_A_BRIDGE),
    rooms('defaults-200', '200 bridges', 200, SHIPPED, seconds * 2),
    rooms('defaults-200-floor', 'the same, the floor', 200, LIMITED_FLOOR, seconds * 2),
    rooms('defaults-1000', '1 000 bridges', 1000, SHIPPED, seconds * 2),
    rooms(
      'wide-200',
      '200 bridges, limit 1000 (never reached)',
      200,
      { ...SHIPPED, reportsPerSecond: 1000 },
      seconds,
    ),
    rooms('free-200', '200 bridges, no limit', 200, { ...SHIPPED, reportsPerSecond: 0 }, seconds),
    rooms('free-200-floor', 'the same, the floor', 200, FLOOR, seconds),
    rooms('free-200-bare', 'the same, bare Node', 200, BARE, seconds),
    comments('comments-10000', 'one room, 10 000 comments/s', undefined, seconds),
    comments('choosing-10000', 'the same, three chosen in five seconds', CHOOSE, seconds),
    idle('idle-500', '500 idle bridges', 500, seconds),
    idle('idle-500-floor', 'the same, the floor', 500, seconds, FLOOR),
    { ...idle('idle-5000', '5 000 idle bridges', 5000, seconds), roundsMax: 2 },
    start('start-500', '500 bridges, start until connected', 500),
    talkative('talkative', '200 bridges, 20 of them talkative', 200, 20, quick ? 20 : 60),
  ];
}

/**
 * Rooms with so many events a second each. Events that the limit keeps in the buffers are not waited
 * for.
 */
function roomsOf(
  warmUpSeconds,
  name,
  title,
  bridges,
  settings,
  seconds,
  eventsABridge = EVENTS_A_BRIDGE,
) {
  return of(name, title, bridges, settings, async (stage) => {
    const perSecond = bridges * eventsABridge;
    await stage.pace(perSecond, warmUpSeconds ?? seconds / 2);
    await stage.restart();
    await stage.pace(perSecond, seconds);
    return stage.load();
  });
}

/** One busy room with comments only: compares choosing among them with reporting all of them. */
function comments(name, title, choose, seconds) {
  return of(name, title, 1, { minIntervalMs: 500, reportsPerSecond: 0, choose }, async (stage) => {
    await stage.pace(COMMENTS_PER_SECOND, seconds / 2);
    await stage.restart();
    await stage.pace(COMMENTS_PER_SECOND, seconds);
    return stage.load();
  });
}

function idleOf(warmUpSeconds = 0, name, title, bridges, seconds, settings = SHIPPED) {
  return of(name, title, bridges, settings, async (stage) => {
    await stage.rest(warmUpSeconds);
    await stage.restart();
    await stage.rest(seconds);
    return stage.load();
  });
}

function start(name, title, bridges) {
  return of(name, title, bridges, SHIPPED, async (stage) => ({
    connectedSeconds: stage.connectedSeconds,
  }));
}

/**
 * Most rooms have one event in five seconds, a few are busy. Measures how old the events of the
 * busy ones are when they are accepted, since the limit makes each room wait for its turn.
 */
function talkative(name, title, bridges, busy, seconds) {
  return of(name, title, bridges, SHIPPED, async (stage) => {
    const order = { perSecond: busy * EVENTS_A_BRIDGE, quietPerSecond: (bridges - busy) / 5, busy };
    await stage.pace(order.perSecond, seconds / 2, order);
    await stage.restart();
    stage.order({ timing: true });
    await stage.pace(order.perSecond, seconds, { ...order, timed: true });
    await stage.rest(10);
    const { latencies } = await stage.details();
    return { ...(await stage.load()), ...latencyFigures(latencies) };
  });
}

/** @param settings the settings of the relay, or another subject in its place. */
function of(name, title, bridges, settings, measure) {
  const subject = typeof settings === 'function' ? settings : relay(settings);
  const run = async () => onStage({ subject, bridges }, measure);
  return { name, title, group: 'shipped', bridges, run };
}
