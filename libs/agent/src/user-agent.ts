import { existsSync, readFileSync } from 'node:fs';

/** The version of the relay, as its package says it. */
export const VERSION = versionOf(new URL('.', import.meta.url));

/**
 * What every request names itself with: HTTP calls, reports, and the upgrade to a WebSocket. The
 * far end can tell our traffic from others', and support can tell which version it was.
 */
export const USER_AGENT = `live-event-relay/${VERSION}`;

/** The nearest manifest above: it is two folders further away from what is built. */
function versionOf(folder: URL): string {
  const manifest = new URL('package.json', folder);
  if (!existsSync(manifest)) return versionOf(new URL('..', folder));
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}
