import { isIP } from 'node:net';
import { BoundedMap } from '#bounded-map';
import { isPublic } from './address-guard.js';

/** Names that mean something only on one machine or network. */
const HOME = /^localhost$|\.(?:localhost|local|lan|home\.arpa|internal)$/u;

/**
 * Whether a host is of this machine or its network: another collector may not reach it. A name without a
 * dot is a service of a cluster, which all of its machines reach.
 */
export function isOfThisPlace(hostname: string): boolean {
  const known = KNOWN.get(hostname);
  if (known !== undefined) return known;
  const isHere = decide(hostname);
  KNOWN.set(hostname, isHere);
  return isHere;
}

/** Asked for each bridge and each attempt to connect, mostly about the same few hosts. */
const KNOWN = new BoundedMap<string, boolean>(1000);

function decide(hostname: string): boolean {
  const host = hostname.toLowerCase().replace(/^\[(.*)\]$/u, '$1');
  return isIP(host) === 0 ? HOME.test(host) : !isPublic(host);
}
