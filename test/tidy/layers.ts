/**
 * What each library may import of the others, and of packages. Imports run one way: the apps
 * above all, `live-event`, `secret`, `agent`, `options`, `timing` and the like below all.
 */
export const LAYERS: Readonly<
  Record<string, { libs: readonly string[]; packages: readonly string[] }>
> = {
  'live-event': { libs: [], packages: [] },
  secret: { libs: [], packages: [] },
  agent: { libs: [], packages: [] },
  'nearest-key': { libs: [], packages: [] },
  timing: { libs: [], packages: [] },
  'bounded-map': { libs: [], packages: [] },
  options: { libs: [], packages: ['class-validator', 'reflect-metadata'] },
  source: {
    libs: ['live-event', 'agent', 'nearest-key', 'options', 'timing'],
    packages: ['ws', 'lossless-json', 'eventsource-parser', 'socket.io-client', 'socket.io-parser'],
  },
  platforms: {
    libs: ['live-event', 'nearest-key', 'options', 'source', 'bounded-map'],
    packages: ['lossless-json', 'undici'],
  },
  metastudio: {
    libs: ['live-event', 'secret', 'agent', 'timing'],
    packages: ['undici', 'lossless-json'],
  },
  'event-buffer': {
    libs: ['live-event', 'secret', 'choosing', 'timing'],
    packages: ['ioredis', 'bullmq'],
  },
  bridge: { libs: [], packages: [] },
  choosing: { libs: [], packages: [] },
  rules: { libs: [], packages: [] },
  config: {
    libs: ['live-event', 'secret', 'options', 'metastudio', 'nearest-key', 'bridge', 'choosing'],
    packages: ['yaml', 'scslre'],
  },
  telemetry: {
    libs: ['live-event', 'bounded-map'],
    packages: ['pino', 'pino-pretty', 'prom-client'],
  },
};
