// Measures what an open console costs the relay.
import { get } from 'node:http';
import { once } from 'node:events';
import { onStage } from '../lib/stage.mjs';
import { median } from '../lib/stats.mjs';
import { relay } from '../lib/subjects.mjs';

const SETTINGS = {
  roles: ['collector,reporter,console'],
  reportsPerSecond: 10,
  minIntervalMs: 500,
};

/** Measures alternately without and with a console, so that a disturbance affects both alike. */
const TURNS = 3;

/** The same bridges without and with an open console, at an event a second each. */
export function consoles(quick) {
  const seconds = quick ? 4 : 20;
  return [
    open('console-200', '200 bridges, a console open', 200, seconds),
    open('console-1000', '1 000 bridges, a console open', 1000, seconds),
  ];
}

function open(name, title, bridges, seconds) {
  const run = async () =>
    onStage({ subject: relay(SETTINGS), bridges }, async (stage) => {
      await stage.pace(bridges, seconds / 2);
      const costs = [];
      let load;
      for (let turn = 0; turn < TURNS; turn++) {
        const without = await loadOf(stage, bridges, seconds);
        const stream = await follow(stage.ports[0]);
        // The first message, which holds all rows, is not measured.
        await stage.pace(bridges, 2);
        load = await loadOf(stage, bridges, seconds);
        stream.end();
        costs.push(load.cpuPercent - without.cpuPercent);
      }
      return { ...load, consoleCpuPercent: median(costs) };
    });
  return { name, title, group: 'shipped', bridges, run };
}

async function loadOf(stage, bridges, seconds) {
  await stage.restart();
  await stage.pace(bridges, seconds);
  return stage.load();
}

/** Opens the stream of changes, as the page does. */
async function follow(port) {
  const request = get({ host: '127.0.0.1', port, path: '/api/events', agent: false });
  const [response] = await once(request, 'response');
  if (response.statusCode !== 200) throw new Error(`The stream answers ${response.statusCode}.`);
  response.resume();
  return { end: () => request.destroy() };
}
