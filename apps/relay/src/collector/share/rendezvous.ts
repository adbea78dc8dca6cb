/**
 * How much a bridge belongs to a collector, as a number that is the same in every process; each
 * collector orders the bridges differently. Of equal bridges the one with the highest number moves,
 * so that collectors agree without talking, and one that comes back attracts the same bridges as
 * before.
 */
export function affinity(bridge: string, collector: string): number {
  // FNV-1a over both names, then mixed: they often differ only in their last characters.
  let hash = 0x811c9dc5;
  for (const text of [bridge, '\0', collector]) {
    for (let i = 0; i < text.length; i++) {
      hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    }
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
