// Measures what must not grow with the number of bridges: the time of the API's answers, and the
// connections to Redis.
import { MAPPING } from '../lib/frames.mjs';
import { onStage } from '../lib/stage.mjs';
import { idOf, relay } from '../lib/subjects.mjs';

const TIMES = 15;

export function growing() {
  return [
    connections('connections-1', 'connections to Redis, 1 bridge', 1),
    connections('connections-1000', '… 1 000 bridges', 1000),
    answers('api-500', 'any answer, 500 bridges', 500),
    { ...answers('api-5000', '… 5 000 bridges', 5000), roundsMax: 2 },
  ];
}

/** The connections of one relay; that of the benchmark itself is not counted. */
function connections(name, title, bridges) {
  return of(name, title, bridges, relay({ reportsPerSecond: 10 }), async (stage) => {
    await stage.pace(bridges, 5);
    const clients = (await stage.redis.client('LIST')).trim().split('\n');
    return { connections: clients.length - 1 };
  });
}

/**
 * How long a process with the role console alone takes to answer, after each bridge has received an
 * event. The figures are those of the slowest kind of request.
 */
function answers(name, title, bridges) {
  const subject = relay({ roles: ['collector,reporter', 'console'], reportsPerSecond: 1000 });
  return of(name, title, bridges, subject, async (stage) => {
    await stage.pace(bridges / 5, 5);
    await stage.accepted(bridges);
    const [collector, console_] = stage.ports;
    const medians = [];
    const times = [];
    const { items } = await (
      await fetch(`http://127.0.0.1:${console_}/api/targets?limit=1`)
    ).json();
    const target = encodeURIComponent(items[0].target);
    for (const [kind, ask] of questions({
      collector,
      console_,
      target,
      feeder: stage.feederPort,
    })) {
      const took = [];
      const before = stage.cpuMs();
      for (let i = 0; i < TIMES; i++) {
        const startedAt = performance.now();
        await answered(await ask(i));
        took.push(performance.now() - startedAt);
      }
      took.sort((one, other) => one - other);
      const cpu = stage.cpuMs().map((ms, i) => (ms - before[i]) / TIMES);
      const asked = cpu[kind.endsWith('a collector') ? 0 : 1];
      medians.push({ kind, ms: took[Math.floor(TIMES / 2)], cpuMs: asked + cpu[2] });
      times.push(...took);
    }
    medians.sort((one, other) => other.ms - one.ms);
    return {
      slowestKindMs: medians[0].ms,
      cpuMsMax: Math.max(...medians.map(({ cpuMs }) => cpuMs)),
      slowestAnswerMs: Math.max(...times),
      kinds: medians,
    };
  });
}

/** Each kind of request: its name, and a function that sends it for the i-th time. */
function questions({ collector, console_, target, feeder }) {
  const at = (path) => `http://127.0.0.1:${console_}${path}`;
  const get = (path) => [path, async () => fetch(at(path))];
  const made = (i) => ({
    name: `made-${i}`,
    source: {
      type: 'websocket',
      url: `ws://127.0.0.1:${feeder}/${1_000_000 + i}`,
      mapping: MAPPING,
    },
    target: { roomId: idOf(3, i), jobId: idOf(4, i) },
  });
  const send = (method, path, bodyOf, headers) => [
    `${method} ${path}`,
    async (i) =>
      fetch(at(path.replace('{i}', String(i))), {
        method,
        headers: { 'content-type': 'application/json', 'if-match': '*', ...headers },
        ...(bodyOf === undefined ? {} : { body: JSON.stringify(bodyOf(i)) }),
      }),
  ];
  return [
    get('/api/bridges'),
    get('/api/bridges?limit=500'),
    get('/api/bridges?q=4999'),
    get('/api/bridges/bridge-77'),
    get('/api/targets'),
    get('/api/targets?limit=500'),
    get(`/api/targets/${target}`),
    get('/api/dead-letters'),
    get('/api/dead-letters/count'),
    get('/api/trail'),
    get('/api/audit'),
    get('/api/settings'),
    get('/api/configuration/export'),
    get('/api/docs/openapi.json'),
    get('/api/status'),
    get('/metrics'),
    get('/healthz'),
    get('/readyz'),
    ['/metrics of a collector', async () => fetch(`http://127.0.0.1:${collector}/metrics`)],
    send('POST', '/api/bridges', made),
    send('PUT', '/api/bridges/made-{i}', (i) => ({ ...made(i), filter: { minLength: 2 } })),
    send('PATCH', '/api/bridges/made-{i}', () => ({ filter: { minLength: 3 } })),
    send('POST', '/api/bridges/made-{i}/pause'),
    send('POST', '/api/bridges/made-{i}/resume'),
    send('DELETE', '/api/bridges/made-{i}'),
    send('POST', `/api/targets/${target}/resume`),
  ];
}

async function answered(response) {
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.url} answers ${response.status}: ${text}`);
}

function of(name, title, bridges, subject, measure) {
  const run = async () => onStage({ subject, bridges }, measure);
  return { name, title, group: 'growing', bridges, run };
}
