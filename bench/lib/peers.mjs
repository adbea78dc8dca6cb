// Other programs at the same work, configured for speed as their manuals advise. Each peer reads
// the JSON of the chat, maps it to MetaStudio's events, stores it if it can, and POSTs batches.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { costOf, freePort, keepUntilStopped, startChild, stop } from './children.mjs';

/** Whether a program is installed. */
export function isInstalled(program, ...args) {
  return spawnSync(program, args).error === undefined;
}

/**
 * syslog-ng (Debian: syslog-ng-core, syslog-ng-mod-http): json-parser, format-json, a reliable disk
 * buffer. It knows no WebSocket: lines.mjs sends it the messages over TCP, one a line, and is not
 * counted in its cost.
 */
export async function syslogNg({ feederPort, sinkPort, bridges }) {
  const folder = mkdtempSync(join(tmpdir(), 'live-event-relay-bench-'));
  const port = await freePort();
  const file = join(folder, 'syslog-ng.conf');
  mkdirSync(join(folder, 'buffer'));
  writeFileSync(file, syslogNgConfiguration(folder, port, sinkPort));
  const own = ['persist-file', 'pidfile', 'control'].map((name) => `--${name}=${folder}/${name}`);
  const child = spawn('syslog-ng', ['--foreground', '--no-caps', '-f', file, ...own], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  keepUntilStopped(child);
  await listening(port);
  const lines = startChild('lines.mjs', [feederPort, port, bridges].map(String));
  await lines.ask(undefined, 'ready');
  return peer(child, async () => {
    await stop(lines.child);
    await stop(child);
    rmSync(folder, { recursive: true, force: true });
  });
}

function syslogNgConfiguration(folder, port, sinkPort) {
  return `@version: 3.38
options { keep-hostname(yes); stats-freq(0); log-msg-size(65536); };
source s_chat {
  network(ip("127.0.0.1") port(${port}) transport("tcp") flags(no-parse) max-connections(2000)
    log-iw-size(200000) log-fetch-limit(1000));
};
parser p_chat { json-parser(prefix(".j.")); };
filter f_chat { "\${.j.type}" eq "chat" };
rewrite r_content {
  set("$(format-json user.userId=bench_\${.j.user.id} user.name=\${.j.user.name} user.level=int64(\${.j.user.level}) user.badge='' user.badgeLevel=int64(0) content=\${.j.text})" value("content"));
};
destination d_metastudio {
  http(url("http://127.0.0.1:${sinkPort}/") method("POST")
    headers("content-type: application/json") workers(1)
    batch-lines(1000) batch-bytes(2000000) batch-timeout(500)
    delimiter(",") body-prefix("{\\"events\\":[") body-suffix("]}")
    body("$(format-json timestamp=int64(\${.j.ts}) type=int64(1) content=\${content})")
    disk-buffer(reliable(yes) disk-buf-size(2147483648) mem-buf-size(67108864) dir("${folder}/buffer")));
};
log { source(s_chat); parser(p_chat); filter(f_chat); rewrite(r_content); destination(d_metastudio); flags(flow-control); };
`;
}

/**
 * Node-RED (npm: node-red): its WebSocket client, a function with the mapping, batches, a request.
 * It stores nothing.
 */
export async function nodeRed({ feederPort, sinkPort, bridges }) {
  const folder = mkdtempSync(join(tmpdir(), 'live-event-relay-bench-'));
  const flows = join(folder, 'flows.json');
  writeFileSync(flows, JSON.stringify(nodeRedFlow(feederPort, sinkPort, bridges)));
  writeFileSync(
    join(folder, 'settings.js'),
    'module.exports = { httpAdminRoot: false, httpNodeRoot: false, logging: { console: { level: "warn" } } };',
  );
  const port = await freePort();
  const args = ['--userDir', folder, '--port', String(port), flows];
  const child = spawn('node-red', args, { stdio: ['ignore', 'ignore', 'inherit'] });
  keepUntilStopped(child);
  return peer(child, async () => {
    await stop(child);
    rmSync(folder, { recursive: true, force: true });
  });
}

function nodeRedFlow(feederPort, sinkPort, bridges) {
  const map = `const m = msg.payload;
if (m.type !== 'chat') return null;
const user = { userId: 'bench_' + m.user.id, name: m.user.name, level: m.user.level, badge: '', badgeLevel: 0 };
return { payload: { timestamp: m.ts, type: 1, content: JSON.stringify({ user, content: m.text }) } };`;
  const gather = `const events = context.get('events') || [];
const send = () => {
  const batch = events.splice(0, 1000);
  if (batch.length > 0) node.send({ payload: '{"total":' + batch.length + ',"events":' + JSON.stringify(batch) + '}',
    headers: { 'content-type': 'application/json' } });
};
if (!context.get('timer')) {
  context.set('events', events);
  context.set('timer', setInterval(send, 500));
}
events.push(msg.payload);
if (events.length >= 1000) send();
return null;`;
  const rooms = Array.from({ length: bridges }, (_, i) => [
    {
      id: `c${i}`,
      type: 'websocket-client',
      path: `ws://127.0.0.1:${feederPort}/${i}`,
      wholemsg: 'false',
    },
    { id: `w${i}`, type: 'websocket in', z: 't', client: `c${i}`, server: '', wires: [[`j${i}`]] },
    { id: `j${i}`, type: 'json', z: 't', property: 'payload', action: 'obj', wires: [[`m${i}`]] },
    { id: `m${i}`, type: 'function', z: 't', func: map, outputs: 1, wires: [[`g${i}`]] },
    { id: `g${i}`, type: 'function', z: 't', func: gather, outputs: 1, wires: [['http']] },
  ]);
  return [
    { id: 't', type: 'tab', label: 'bench' },
    ...rooms.flat(),
    {
      id: 'http',
      type: 'http request',
      z: 't',
      method: 'POST',
      url: `http://127.0.0.1:${sinkPort}/`,
      ret: 'txt',
      persist: true,
      wires: [[]],
    },
  ];
}

function peer(child, end) {
  return {
    cost: () => ({ ...costOf(child.pid), heapBytes: 0, gcMs: 0 }),
    stop: end,
  };
}

async function listening(port) {
  for (;;) {
    const { connect } = await import('node:net');
    const socket = connect(port, '127.0.0.1');
    const is = await new Promise((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (is) return;
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
}
