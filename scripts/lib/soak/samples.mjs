// Samples the memory, keys and handles of the processes and of Redis every five seconds, and tells
// whether they grow.

/**
 * `MEMORY USAGE` counts this many bytes too few for each id in a window, which malloc rounds up.
 */
const ID_ROUNDED_BYTES = 8;
/** The first part of a run is warm-up: caches fill, code is compiled, files grow. */
const WARM_UP = 0.4;

/**
 * What is sampled: its name, how it is shown, and how much it may grow in a run, as a part of its
 * mean and in any case. The V8 heap varies by some 20 MB, so only a run of an hour shows a small
 * leak.
 */
const SERIES = {
  collectorRss: { unit: 'MB', growthMax: 0.12, slack: 24 },
  reporterRss: { unit: 'MB', growthMax: 0.12, slack: 24 },
  // The old generation, which grows between two collections.
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

  /** The latest sample, for the terminal. */
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
   * The data of Redis, without its buffers for connections and files, and without the windows of
   * ids and the trails: these always grow for ten minutes, and are bounded.
   */
  async #redisMb() {
    const { redis, keys, ledger } = this.#installation;
    const text = await redis.info('memory');
    let bytes = Number(/used_memory_dataset:(\d+)/.exec(text)?.[1]);
    for (const target of await ledger.targets()) {
      const { seen, seenBefore, trail } = keys.of(target);
      // All of its entries: they are of very different lengths.
      bytes -= (await redis.memory('USAGE', trail, 'SAMPLES', 0)) ?? 0;
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

/** The slope of the least-squares line, in units a second. */
function slopeOf(points) {
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / points.length;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / points.length;
  const over = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  const under = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return under === 0 ? 0 : over / under;
}

/** A metric of a process; NaN if it has none: only Linux counts handles. */
async function metricsOf(url) {
  const text = await (await fetch(`${url}/metrics`)).text();
  const lines = text.split('\n');
  return (name) => Number(lines.find((line) => line.startsWith(`${name} `))?.split(' ')[1]);
}

function shown(value) {
  return value === undefined || !Number.isFinite(value) ? null : Math.round(value * 100) / 100;
}
