import { isIPv4 } from 'node:net';

/**
 * Whether a host, without its port, can only be this machine. A name that merely begins like an
 * address of this machine may be anybody's.
 */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[(.*)\]$/u, '$1');
  return name === 'localhost' || name === '::1' || (isIPv4(name) && name.startsWith('127.'));
}
