/**
 * What each library may import of the others, and of packages. Imports run one way: the apps
 * above all, `live-event`, `secret`, `agent` and `nearest-key` below all.
 */
export const LAYERS: Readonly<
  Record<string, { libs: readonly string[]; packages: readonly string[] }>
> = {
  'live-event': { libs: [], packages: [] },
  secret: { libs: [], packages: [] },
  agent: { libs: [], packages: [] },
  'nearest-key': { libs: [], packages: [] },
  source: {
    libs: ['live-event', 'agent', 'nearest-key'],
    packages: ['ws', 'class-validator', 'class-transformer', 'lossless-json'],
  },
  platforms: {
    libs: ['live-event', 'source'],
    packages: ['class-validator', 'class-transformer', 'lossless-json', 'undici'],
  },
  metastudio: { libs: ['live-event', 'secret', 'agent'], packages: ['undici', 'lossless-json'] },
  'event-buffer': { libs: ['live-event', 'secret'], packages: ['ioredis', 'bullmq'] },
  config: {
    libs: ['live-event', 'secret', 'metastudio', 'nearest-key'],
    packages: ['yaml', 'class-validator', 'class-transformer', 'reflect-metadata'],
  },
  telemetry: { libs: ['live-event'], packages: ['pino', 'pino-pretty', 'prom-client'] },
};
