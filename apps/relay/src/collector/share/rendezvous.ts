/**
 * How much a bridge belongs to a collector: the same number wherever it is asked, and no two
 * collectors have the same order of bridges. Of equal bridges the one with the highest number moves,
 * so that collectors that choose apart choose alike, and one that comes back attracts the same.
 */
export function affinity(bridge: string, collector: string): number {
  // FNV-1a over both, then mixed: names often differ in their last characters alone.
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
