/**
 * The libraries and packages that each library may import. Imports run one way: the apps are at the
 * top, `live-event`, `secret`, `agent`, `options`, `timing` and the like at the bottom.
 */
export const LAYERS: Readonly<
  Record<string, { libs: readonly string[]; packages: readonly string[] }>
> = {
  'live-event': { libs: [], packages: [] },
  secret: { libs: [], packages: [] },
  agent: { libs: [], packages: [] },
  'nearest-key': { libs: [], packages: [] },
  'text-file': { libs: [], packages: [] },
  timing: { libs: [], packages: [] },
  loopback: { libs: [], packages: [] },
  'bounded-map': { libs: [], packages: [] },
  options: { libs: [], packages: ['class-validator', 'reflect-metadata'] },
  source: {
    libs: ['live-event', 'agent', 'bounded-map', 'nearest-key', 'options', 'timing'],
    packages: ['ws', 'lossless-json', 'eventsource-parser', 'socket.io-client', 'socket.io-parser'],
  },
  platforms: {
    libs: ['live-event', 'nearest-key', 'options', 'source', 'bounded-map', 'timing'],
    packages: ['lossless-json', 'undici'],
  },
  metastudio: {
    libs: ['live-event', 'secret', 'agent', 'timing', 'loopback'],
    packages: ['undici', 'lossless-json'],
  },
  'event-buffer': {
    libs: ['live-event', 'secret', 'choosing', 'timing', 'bounded-map'],
    packages: ['ioredis', 'bullmq'],
  },
  bridge: { libs: [], packages: [] },
  choosing: { libs: [], packages: [] },
  rules: { libs: [], packages: [] },
  config: {
    libs: [
      'live-event',
      'secret',
      'options',
      'metastudio',
      'nearest-key',
      'text-file',
      'bridge',
      'choosing',
      'loopback',
    ],
    packages: ['yaml', 'scslre'],
  },
  telemetry: {
    libs: ['live-event', 'bounded-map'],
    packages: ['pino', 'pino-pretty', 'prom-client'],
  },
};

/**
 * What of the apps uses a connection to Redis itself, and why. All else asks `event-buffer`, which
 * alone knows what is in Redis, and how.
 */
export const OF_REDIS_ITSELF: Readonly<Record<string, string>> = {
  'apps/relay/src/buffer/redis-links.ts': 'asks whether each connection is answered',
  'apps/relay/src/embedded-redis/carry-keys.ts':
    'copies keys to another Redis, whatever is in them: dump, restore and rename',
};

/**
 * The order in which the folders of an app may import each other: a folder imports only folders
 * above it in this list. The files that compose a process of them are free: `*.module.ts`,
 * `*.role.ts` and the files beside the folders. For example, `collector` puts events into a buffer
 * and `reporter` takes them out, and neither knows the other.
 */
export const FOLDERS: Readonly<Record<string, readonly string[]>> = {
  relay: [
    'embedded-redis',
    'listing',
    'network',
    'console',
    'process: console',
    'buffer: console process',
    'projects: listing',
    'init: network projects',
    'answers',
    'bridges: network projects',
    'status: answers bridges console listing',
    'trail',
    'choosing: answers bridges buffer',
    'collector: bridges buffer choosing network projects trail',
    'ingest: bridges collector console',
    'callbacks: console ingest',
    'reporter: answers bridges choosing console process projects trail',
    'dead-letters: buffer listing',
    'recording: bridges buffer collector listing projects trail',
    'what-if: bridges choosing collector recording trail',
    'takeover: answers bridges projects',
    'doctor: bridges embedded-redis network process projects reporter status',
    'notices: bridges listing projects status',
    'telemetry: answers bridges collector console projects reporter',
    'api: bridges choosing console dead-letters ingest network projects recording reporter status takeover trail what-if',
    'cli: api bridges buffer dead-letters doctor embedded-redis init listing network notices process projects recording reporter status takeover trail what-if',
  ],
  'console-web': [
    'api',
    'live: api',
    'rows: api live',
    'texts: api rows',
    'ui: api live texts',
    'forms: api texts',
    'events: api texts ui',
    'letters: api events rows texts ui',
    'bridge: api events forms live rows texts ui',
    'add: api events forms texts ui',
    'settings: api rows texts ui',
    'views: add api bridge events letters rows settings texts ui',
  ],
  simulator: ['metastudio', 'chat: metastudio', 'control: chat metastudio'],
};
