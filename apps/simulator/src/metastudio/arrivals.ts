import { MARK_NUMBER_MAX } from '../mark.js';

const CHUNK_BITS = 65_536;
const CHUNKS_MAX = 8192;
const TRACKS_MAX = 8192;

interface Track {
  last: number;
  readonly chunks: Map<number, Uint8Array>;
}

/**
 * Says of each marked event whether it came before, and whether it came out of turn. Bounded:
 * what would go beyond is counted as `untracked` and not judged.
 */
export class Arrivals {
  distinct = 0;
  duplicates = 0;
  /** New events that came after a later one of their stream. */
  outOfOrder = 0;
  untracked = 0;
  private readonly tracks = new Map<string, Track>();
  private chunks = 0;

  /** @param room streams are followed apart for each room that they are reported to. */
  note(room: string, stream: number, number: number): void {
    const track = this.trackOf(`${room}#${stream}`);
    const chunk = track === undefined ? undefined : this.chunkOf(track, number);
    if (track === undefined || chunk === undefined) {
      this.untracked++;
      return;
    }
    const bit = number % CHUNK_BITS;
    const mask = 1 << (bit & 7);
    if ((chunk[bit >> 3]! & mask) !== 0) {
      this.duplicates++;
      return;
    }
    chunk[bit >> 3]! |= mask;
    this.distinct++;
    if (number < track.last) this.outOfOrder++;
    else track.last = number;
  }

  private trackOf(key: string): Track | undefined {
    const track = this.tracks.get(key);
    if (track !== undefined) return track;
    if (this.tracks.size >= TRACKS_MAX) return undefined;
    const fresh = { last: 0, chunks: new Map<number, Uint8Array>() };
    this.tracks.set(key, fresh);
    return fresh;
  }

  private chunkOf(track: Track, number: number): Uint8Array | undefined {
    if (number >= MARK_NUMBER_MAX) return undefined;
    const index = Math.floor(number / CHUNK_BITS);
    const chunk = track.chunks.get(index);
    if (chunk !== undefined) return chunk;
    if (this.chunks >= CHUNKS_MAX) return undefined;
    this.chunks++;
    const fresh = new Uint8Array(CHUNK_BITS / 8);
    track.chunks.set(index, fresh);
    return fresh;
  }
}
