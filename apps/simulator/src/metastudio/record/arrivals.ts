import { MARK_NUMBER_MAX, type Mark } from '../../mark.js';

const CHUNK_BITS = 65_536;
const CHUNKS_MAX = 8192;
const TRACKS_MAX = 8192;

interface Track {
  last: number;
  readonly chunks: Map<number, Uint8Array>;
}

/** The streams reported to one room. */
export type RoomTracks = Map<number, Track>;

/**
 * Tells for each marked event whether it came before, and whether it came out of order. Bounded:
 * anything beyond is counted as `untracked` and not judged.
 */
export class Arrivals {
  distinct = 0;
  duplicates = 0;
  /** New events that came after a later one of their stream. */
  outOfOrder = 0;
  untracked = 0;
  private readonly rooms = new Map<string, RoomTracks>();
  private tracks = 0;
  private chunks = 0;

  /** Streams are tracked separately for each room that they are reported to. */
  room(roomId: string): RoomTracks {
    const known = this.rooms.get(roomId);
    if (known !== undefined) return known;
    const fresh: RoomTracks = new Map();
    this.rooms.set(roomId, fresh);
    return fresh;
  }

  /**
   * Records the event of this mark in a room from {@link room}.
   * @returns whether it is known to be the first of its mark.
   */
  note(room: RoomTracks, { stream, number }: Mark): boolean {
    const track = room.get(stream) ?? this.newTrack(room, stream);
    const chunk = track === undefined ? undefined : this.chunkOf(track, number);
    if (track === undefined || chunk === undefined) {
      this.untracked++;
      return false;
    }
    const bit = number % CHUNK_BITS;
    const mask = 1 << (bit & 7);
    if ((chunk[bit >> 3]! & mask) !== 0) {
      this.duplicates++;
      return false;
    }
    chunk[bit >> 3]! |= mask;
    this.distinct++;
    if (number < track.last) this.outOfOrder++;
    else track.last = number;
    return true;
  }

  private newTrack(room: RoomTracks, stream: number): Track | undefined {
    if (this.tracks >= TRACKS_MAX) return undefined;
    this.tracks++;
    const fresh: Track = { last: 0, chunks: new Map() };
    room.set(stream, fresh);
    return fresh;
  }

  private chunkOf(track: Track, number: number): Uint8Array | undefined {
    const index = Math.floor(number / CHUNK_BITS);
    const chunk = track.chunks.get(index);
    if (chunk !== undefined || number >= MARK_NUMBER_MAX) return chunk;
    if (this.chunks >= CHUNKS_MAX) return undefined;
    this.chunks++;
    const fresh = new Uint8Array(CHUNK_BITS / 8);
    track.chunks.set(index, fresh);
    return fresh;
  }
}
