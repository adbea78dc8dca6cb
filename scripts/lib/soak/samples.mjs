// What the processes and Redis hold, every five seconds, and whether it grows.

/** `MEMORY USAGE` tells so many bytes too few for an id in a window: malloc rounds it up. */
const ID_ROUNDED_BYTES = 8;
/** The first part of a run is warm-up: caches fill, code is compiled, files grow. */
const WARM_UP = 0.4;

/**
 * What is held, by name: how it is shown, and by how much it may grow in a run, of its mean or
 * at least. V8 breathes by some 20 MB, so a small leak shows in a run of an hour, not of minutes.
 */
const SERIES = {
  collectorRss: { unit: 'MB', growthMax: 0.12, slack: 24 },
  reporterRss: { unit: 'MB', growthMax: 0.12, slack: 24 },
  // Of what is old, which grows between two collections.
  collectorHeap: { unit: 'MB', growthMax: 0.12, slack: 16 },
  reporterHeap: { unit: 'MB', growthMax: 0.12, slack: 16 },
  collectorHandles: { unit: '', growthMax: 0.1, slack: 4 },
  reporterHandles: { unit: '', growthMax: 0.1, slack: 4 },
  redisKeys: { unit: '', growthMax: 0.05, slack: 6 },
  redisMemory: { unit: 'MB', growthMax: 0.15, slack: 1 },
  collectorLag: { unit: 'ms', slack: Infinity },
  reporterLag: { unit: 'ms', slack: Infinity },
};

export class Samples {
  #installation;
  #taken = [];

  constructor(installation) {
    this.#installation = installation;
  }

  async take(seconds) {
    const { relays } = this.#installation;
    const sample = { seconds };
    for (const [name, at] of [
      ['collector', 'collector'],
      ['reporter', 'steady'],
    ]) {
      const metrics = await metricsOf(relays.get(at).url);
      sample[`${name}Rss`] = metrics('process_resident_memory_bytes') / 1e6;
      sample[`${name}Heap`] = metrics('nodejs_heap_space_size_used_bytes{space="old"}') / 1e6;
      sample[`${name}Handles`] = metrics('process_open_fds');
      sample[`${name}Lag`] = metrics('nodejs_eventloop_lag_p99_seconds') * 1000;
    }
    sample.redisKeys = await this.#installation.redis.dbsize();
    sample.redisMemory = await this.#redisMb();
    this.#taken.push(sample);
  }

  /** The last sample, for the terminal. */
  line() {
    const { seconds, ...values } = this.#taken.at(-1);
    const parts = Object.entries(values).map(([key, value]) => `${key} ${shown(value)}`);
    return `${Math.round(seconds)} s  ${parts.join('  ')}`;
  }

  trends() {
    const last = this.#taken.at(-1)?.seconds ?? 0;
    const warm = this.#taken.filter(({ seconds }) => seconds >= last * WARM_UP);
    return Object.entries(SERIES).map(([key, terms]) => trendOf(key, terms, warm));
  }

  /**
   * What Redis keeps, without its buffers for connections and files, and without the windows of
   * ids: those fill for ten minutes, whatever happens, and are bounded by their number.
   */
  async #redisMb() {
    const { redis, keys, ledger } = this.#installation;
    const text = await redis.info('memory');
    let bytes = Number(/used_memory_dataset:(\d+)/.exec(text)?.[1]);
    for (const target of await ledger.targets()) {
      const { seen, seenBefore } = keys.of(target);
      for (const key of [seen, seenBefore]) {
        bytes -= (await redis.memory('USAGE', key)) ?? 0;
        bytes -= (await redis.scard(key)) * ID_ROUNDED_BYTES;
      }
    }
    return bytes / 1e6;
  }
}

function trendOf(key, { unit, growthMax = Infinity, slack }, samples) {
  const points = samples
    .map((one) => [one.seconds, one[key]])
    .filter(([, y]) => Number.isFinite(y));
  if (points.length === 0) return { key, unit, mean: null, growth: null, max: null };
  const mean = points.reduce((sum, [, y]) => sum + y, 0) / points.length;
  const growth = slopeOf(points) * (points.at(-1)[0] - points[0][0]);
  const bound = Math.max(slack, mean * growthMax);
  const max = Math.max(...points.map(([, y]) => y));
  const problem =
    growth > bound
      ? `${key} grows by ${shown(growth)} ${unit}: at most ${shown(bound)}.`
      : undefined;
  return {
    key,
    unit,
    mean: shown(mean),
    growth: shown(growth),
    max: shown(max),
    bound: shown(bound),
    problem,
  };
}

/** Of the line with the least squares, in units a second. */
function slopeOf(points) {
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / points.length;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / points.length;
  const over = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  const under = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return under === 0 ? 0 : over / under;
}

/** What a process tells of itself; NaN for what it does not: handles are told on Linux alone. */
async function metricsOf(url) {
  const text = await (await fetch(`${url}/metrics`)).text();
  const lines = text.split('\n');
  return (name) => Number(lines.find((line) => line.startsWith(`${name} `))?.split(' ')[1]);
}

function shown(value) {
  return value === undefined || !Number.isFinite(value) ? null : Math.round(value * 100) / 100;
}
