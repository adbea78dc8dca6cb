/** Appended to a bridge's name: the lease of its second copy, and the lane on which that appends. */
export const SECOND_LANE = '~second';

/** The lease of a bridge's second copy. No bridge can have such a name. */
export function secondOf(bridge: string): string {
  return `${bridge}${SECOND_LANE}`;
}

/** The bridge whose second copy a lease belongs to; `undefined` for the lease of a first copy. */
export function bridgeOfSecond(lease: string): string | undefined {
  return lease.endsWith(SECOND_LANE) ? lease.slice(0, -SECOND_LANE.length) : undefined;
}

/** The lease of the other copy of the same bridge. */
export function otherCopyOf(lease: string): string {
  return bridgeOfSecond(lease) ?? secondOf(lease);
}
