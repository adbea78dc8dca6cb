// One measured run: starts everything anew, feeds and measures it, and stops it again.
import { Redis } from 'ioredis';
import { costOf, startChild, startRedis, stop } from './children.mjs';

const GIVE_UP_MS = 180_000;

/**
 * Sets up Redis, feeder, sink and the subject, lets `run` use them, and stops them all.
 *
 * @param setting `subject`, the number of `bridges`, the latency of the sink, and the kind of
 * `flood`
 *   that one more bridge receives.
 */
export async function onStage({ subject, bridges, sinkLatencyMs = 0, flood }, run) {
  const redis = await startRedis();
  const feeder = startChild('feeder.mjs');
  const sink = startChild('sink.mjs', [String(sinkLatencyMs)]);
  const flooder = flood === undefined ? undefined : startChild('flooder.mjs', [flood]);
  const feederPort = await feeder.ask(undefined, 'port');
  const sinkPort = await sink.ask(undefined, 'port');
  const floodPort = await flooder?.ask(undefined, 'port');
  const reader = new Redis(redis.url, { replyMapping: 'legacy' });
  const ports = { feederPort, sinkPort, floodPort };
  const stage = new Stage({ redis, feeder, sink, reader, bridges, ...ports });
  try {
    await stage.start(subject);
    await stage.connected();
    return await run(stage);
  } finally {
    reader.disconnect();
    await stage.stopSubjects();
    const children = [feeder, sink, flooder].filter((child) => child !== undefined);
    await Promise.all(children.map(({ child }) => stop(child)));
    await redis.stop();
  }
}

class Stage {
  #parts;
  #subjects = [];
  #before;
  #startedAt;
  /** How long it took from the start of the subject until every source was connected. */
  connectedSeconds;

  constructor(parts) {
    this.#parts = parts;
  }

  /** A connection for commands of a scenario. */
  get redis() {
    return this.#parts.reader;
  }

  /** The HTTP ports of the processes of the subjects. */
  get ports() {
    return this.#subjects.flatMap(({ ports }) => ports);
  }

  /** The CPU time in ms of each process of the subjects, and then of Redis. */
  cpuMs() {
    const all = [...this.#subjects.flatMap(({ pids }) => pids), this.#parts.redis.pid];
    return all.map((pid) => costOf(pid).cpuSeconds * 1000);
  }

  get feederPort() {
    return this.#parts.feederPort;
  }

  async start(subject) {
    this.#startedAt = performance.now();
    this.#subjects.push(await subject(this.#parts));
  }

  async stopSubjects() {
    await Promise.all(this.#subjects.map((subject) => subject.stop()));
  }

  /** Waits until every bridge's source is connected. */
  async connected() {
    const { feeder, bridges } = this.#parts;
    const open = async () => feeder.ask({ tell: true }, 'sockets');
    await this.until(
      async () => ((await open()) >= bridges ? true : undefined),
      async () => `only ${await open()} of ${bridges} sources have connected`,
    );
    this.connectedSeconds = (performance.now() - this.#startedAt) / 1000;
  }

  /** Writes this many events to each bridge at once; returns the time at which that began. */
  async flood(eventsEach) {
    const { feeder, bridges } = this.#parts;
    await feeder.ask({ prepare: { events: eventsEach } }, 'prepared');
    await this.restart();
    return feeder.ask({ flood: { bridges } }, 'flooded');
  }

  /**
   * Sends at a pace; returns how many events were sent. With `busy` only this many bridges share
   * the pace, and the others share `quietPerSecond`; only events of busy bridges are timed.
   */
  async pace(perSecond, seconds, { timed = false, busy, quietPerSecond } = {}) {
    const { feeder, bridges } = this.#parts;
    const order = { bridges, perSecond, seconds, timed, busy, quietPerSecond };
    const { sent, unheard } = await feeder.ask({ pace: order }, 'paced');
    // Waiting for these events would never end.
    if (unheard > 0) throw new Error(`${unheard} of ${sent} events met no open socket`);
    return sent;
  }

  async rest(seconds) {
    await new Promise((resolve) => {
      setTimeout(resolve, seconds * 1000);
    });
  }

  async sent() {
    return this.#parts.feeder.ask({ tell: true }, 'sent');
  }

  /** Sends the sink an order: `refusing`, `timing`. */
  order(order) {
    this.#parts.sink.child.send(order);
  }

  async counts() {
    return this.#parts.sink.ask({ ask: 'counts' }, 'counts');
  }

  /** Counts with the timeline and the latencies of a timed run. */
  async details() {
    return this.#parts.sink.ask({ ask: 'all' }, 'all');
  }

  /** Waits until the sink has accepted this many events. */
  async accepted(events) {
    return this.until(
      async () => {
        const counts = await this.counts();
        return counts.events >= events ? counts : undefined;
      },
      async () => `only ${(await this.counts()).events} of ${events} events were accepted`,
    );
  }

  async until(look, problem) {
    const until = Date.now() + GIVE_UP_MS;
    for (;;) {
      const found = await look();
      if (found !== undefined) return found;
      if (Date.now() > until) throw new Error(await problem());
      await new Promise((resolve) => {
        setTimeout(resolve, 20);
      });
    }
  }

  /** Begins the counts and costs anew. */
  async restart() {
    await this.#parts.sink.ask({ reset: true, ask: 'counts' }, 'counts');
    this.#before = await this.#measure();
  }

  /** The cost of each event that was accepted since the last restart. */
  async costs() {
    const [{ events, reports }, after] = [await this.counts(), await this.#measure()];
    const before = this.#before;
    const each = (name) => (after[name] - before[name]) / events;
    return {
      eventsPerReport: events / reports,
      cpuMicrosPerEvent: each('cpuSeconds') * 1e6,
      redisCpuMicrosPerEvent: each('redisCpuSeconds') * 1e6,
      commandsPerEvent: each('commands'),
      heapBytesPerEvent: each('heapBytes'),
      gcMicrosPerEvent: each('gcMs') * 1000,
      rssMbMax: after.rssMbMax,
      commandsByName: differences(before.byName, after.byName, events),
    };
  }

  /** The cost of each second since the last restart, whatever was accepted in it. */
  async load() {
    const [{ events, reports }, after] = [await this.counts(), await this.#measure()];
    const before = this.#before;
    const seconds = (after.at - before.at) / 1000;
    const each = (name) => (after[name] - before[name]) / seconds;
    const commands = each('commands');
    return {
      cpuPercent: each('cpuSeconds') * 100,
      redisCpuPercent: each('redisCpuSeconds') * 100,
      commandsPerSecond: commands,
      roundTripsPerSecond: each('reads'),
      ...(events > 0 && {
        eventsPerSecond: events / seconds,
        eventsPerReport: events / reports,
        commandsPerEvent: (commands * seconds) / events,
        roundTripsPerEvent: (each('reads') * seconds) / events,
      }),
      rssMbMax: after.rssMbMax,
      commandsByName: differences(before.byName, after.byName, seconds),
    };
  }

  async #measure() {
    const costs = this.#subjects.map((subject) => subject.cost());
    const sum = (name) => costs.reduce((total, cost) => total + cost[name], 0);
    const byName = await commandsOf(this.redis);
    return {
      cpuSeconds: sum('cpuSeconds'),
      heapBytes: sum('heapBytes'),
      gcMs: sum('gcMs'),
      rssMbMax: Math.max(...costs.map(({ rssMbMax }) => rssMbMax)),
      redisCpuSeconds: costOf(this.#parts.redis.pid).cpuSeconds,
      commands: [...byName.values()].reduce((total, calls) => total + calls, 0),
      reads: await readsOf(this.redis),
      at: performance.now(),
      byName,
    };
  }
}

/** The commands that Redis ran, by name, including those inside scripts. */
export async function commandsOf(reader) {
  const stats = await reader.info('commandstats');
  const lines = stats.matchAll(/cmdstat_(\S+?):calls=(\d+)/gu);
  return new Map(Array.from(lines, ([, name, calls]) => [name, Number(calls)]));
}

/**
 * The round trips: how often Redis read from a client, since pipelined commands are read together.
 */
async function readsOf(reader) {
  return Number(/total_reads_processed:(\d+)/u.exec(await reader.info('stats'))[1]);
}

function differences(before, after, events) {
  const each = Array.from(after, ([name, calls]) => [
    name,
    (calls - (before.get(name) ?? 0)) / events,
  ]);
  return Object.fromEntries(each.filter(([, calls]) => calls > 0).sort((a, b) => b[1] - a[1]));
}
