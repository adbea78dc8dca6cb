// node bench/statements.mjs: prints what the READMEs say about speed, from
// bench/results/results.json.
import { readFileSync } from 'node:fs';

const WORDS = {
  en: {
    throughput: ['one process, all roles', 'events/s', 'CPU an event', 'memory'],
    latency: ['from arrival to accepted', 'p50', 'p99', 'p99.9'],
    cases: {
      hot: 'one hot bridge',
      100: '100 bridges at once',
      1000: '1,000 bridges at once',
      'hot-baseline': 'for comparison: a BullMQ job per event',
      'latency-1000': '1,000 events/s',
      'latency-20000': '20,000 events/s',
    },
  },
  'zh-CN': {
    throughput: ['单进程，全部角色', '事件/秒', '每个事件的 CPU', '内存'],
    latency: ['从收到到被接收', 'p50', 'p99', 'p99.9'],
    cases: {
      hot: '一个热门桥接',
      100: '100 个桥接同时涌入',
      1000: '1,000 个桥接同时涌入',
      'hot-baseline': '对比：每个事件一个 BullMQ 任务',
      'latency-1000': '每秒 1,000 个事件',
      'latency-20000': '每秒 20,000 个事件',
    },
  },
};

/** The two tables, as lines of Markdown without padding. */
function statements(results, { throughput, latency, cases }) {
  const of = (name, figure) => results.find((one) => one.name === name).figures[figure].median;
  const speeds = ['hot', '100', '1000', 'hot-baseline'].map((name) => [
    cases[name],
    (Math.round(of(name, 'eventsPerSecond') / 100) * 100).toLocaleString('en'),
    `${of(name, 'cpuMicrosPerEvent').toFixed(1)} µs`,
    `${Math.round(of(name, 'rssMbMax'))} MB`,
  ]);
  const times = ['latency-1000', 'latency-20000'].map((name) => [
    cases[name],
    ...['p50', 'p99', 'p999'].map((nines) => `${of(name, nines).toFixed(1)} ms`),
  ]);
  return [throughput, ...speeds, latency, ...times].map((cells) => `| ${cells.join(' | ')} |`);
}

const file = new URL('results/results.json', import.meta.url);
const { results } = JSON.parse(readFileSync(file, 'utf8'));
for (const [language, words] of Object.entries(WORDS)) {
  for (const line of statements(results, words)) process.stdout.write(`${language} ${line}\n`);
}
