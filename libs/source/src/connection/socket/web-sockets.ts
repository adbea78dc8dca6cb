import { createRequire } from 'node:module';

type WebSockets = typeof import('ws');

let loaded: WebSockets | undefined;

/**
 * The package of WebSockets, loaded with the first of them: decoding frames needs none. By `require`,
 * since `import` would have Node look for exports in each of its files.
 */
export function webSockets(): WebSockets {
  loaded ??= createRequire(import.meta.url)('ws') as WebSockets;
  return loaded;
}
