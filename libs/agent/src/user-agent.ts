import { existsSync, readFileSync } from 'node:fs';

/** The version of the relay, from its package. */
export const VERSION = versionOf(new URL('.', import.meta.url));

/**
 * The user agent of every request: HTTP calls, reports, and the upgrade to a WebSocket. It tells
 * our traffic from others' at the far end, and tells support which version it was.
 */
export const USER_AGENT = `live-event-relay/${VERSION}`;

/** The nearest manifest above: in a build it is two folders further up. */
function versionOf(folder: URL): string {
  const manifest = new URL('package.json', folder);
  if (!existsSync(manifest)) return versionOf(new URL('..', folder));
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}
