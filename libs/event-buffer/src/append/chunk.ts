import assert from 'node:assert';
import { encodeLiveEvent, type LiveEvent } from '#live-event';
import { ENTRY_EVENTS_MAX, HeaderWriter, type ChoosingLane } from './entry.js';
import { ID_HASH_BYTES, type IdHasher } from './id-hash.js';

/** An entry on its way into the buffer. */
export interface NewEntry {
  readonly count: number;
  readonly header: Buffer;
  readonly fragments: Buffer;
  /** Eight bytes an event, zeros if it has no message id. */
  readonly ids: Buffer;
}

/** Room for one event of any kind; texts are bounded far below this. */
const EVENT_BYTES_MAX = 64 * 1024;
const CHUNK_BYTES = 256 * 1024;
const FIRST_BYTES = 1024;
/** A large taken chunk keeps its buffer if it fills at least this part of it; otherwise it is copied. */
const FILLED = 0.75;
/** The size of the buffers in which small chunks are gathered, and how many are kept for the next ones. */
const SPARE_BYTES = 4096;
const SPARES_MAX = 1024;
/**
 * Buffers of chunks that were copied out of them, for the next chunks. Node cuts small buffers out of a pool: each of
 * these would leave a hole beside the copy, as large as it was, for as long as the copy waits for Redis.
 */
const SPARES: Buffer[] = [];
const NOTHING = Buffer.alloc(0);

/**
 * Gathers the events of one bridge and encodes each once, directly into the bytes that a report
 * will contain. Bounded: a full chunk says so and takes no more. Within a chunk a message id is
 * taken once, since the append script only compares a chunk with ids from before it.
 */
export class ChunkBuilder {
  readonly #writer: HeaderWriter;
  readonly #hasher: IdHasher;
  readonly #header: Buffer;
  readonly #ids = Buffer.alloc(ENTRY_EVENTS_MAX * ID_HASH_BYTES);
  /** The ids of the chunk, from the first one on. */
  #seen: Set<string> | undefined;
  // Empty between chunks: a thousand bridges use no more memory than their waiting events.
  #fragments: Buffer = NOTHING;
  /** The size of the last chunk, as a guess for the next. */
  #lastBytes = 0;
  #bytes = 0;
  #lastFrom = 0;
  #lastTo = 0;
  #count = 0;
  #oldestAt = 0;

  /** @param lane where its events wait to be chosen; absent: they are reported unchanged. */
  constructor(bridge: string, hasher: IdHasher, lane?: ChoosingLane) {
    this.#writer = new HeaderWriter(bridge, lane);
    this.#hasher = hasher;
    this.#header = Buffer.alloc(this.#writer.bytes(ENTRY_EVENTS_MAX));
  }

  get count(): number {
    return this.#count;
  }

  get isFull(): boolean {
    return this.#count === ENTRY_EVENTS_MAX || this.#bytes >= CHUNK_BYTES;
  }

  /**
   * Encodes an event into the chunk, which must not be full.
   * @param receivedAt when its frame arrived, in ms.
   * @param trailer the facts by which it is chosen, if it is to be chosen.
   * @returns `duplicate` if the chunk already has its id; nothing was added then.
   */
  add(event: LiveEvent, receivedAt: number, trailer?: Buffer): 'added' | 'duplicate' {
    const index = this.#count;
    assert(index < ENTRY_EVENTS_MAX, 'A full chunk takes no event: take it first.');
    if (event.id === undefined) {
      this.#ids.fill(0, index * ID_HASH_BYTES, (index + 1) * ID_HASH_BYTES);
    } else {
      const hash = this.#hasher.hash(event.id, event.type);
      if (this.#seen?.has(hash) === true) return 'duplicate';
      (this.#seen ??= new Set()).add(hash);
      this.#ids.write(hash, index * ID_HASH_BYTES, 'latin1');
    }
    if (index === 0) this.#oldestAt = receivedAt;
    this.#lastFrom = this.#bytes;
    let bytes = this.#write(`${encodeLiveEvent(event, receivedAt)},`);
    this.#lastTo = this.#bytes;
    if (trailer !== undefined) bytes += this.#copy(trailer);
    const eventClass = event.type === 'raw' ? event.class : undefined;
    const afterMs = receivedAt - this.#oldestAt;
    this.#writer.writeEvent(this.#header, index, event.type, bytes, afterMs, eventClass);
    this.#count = index + 1;
    return 'added';
  }

  /** The fragment that was added last, with its comma, until the chunk is taken. */
  get lastFragment(): Buffer {
    return this.#fragments.subarray(this.#lastFrom, this.#lastTo);
  }

  /** Takes the chunk, and begins the next. */
  take(): NewEntry {
    const count = this.#count;
    this.#writer.start(this.#header, this.#oldestAt);
    const entry: NewEntry = {
      count,
      header: Buffer.from(this.#header.subarray(0, this.#writer.bytes(count))),
      fragments: this.#takeFragments(),
      ids: Buffer.from(this.#ids.subarray(0, count * ID_HASH_BYTES)),
    };
    this.#bytes = 0;
    this.#count = 0;
    this.#seen = undefined;
    return entry;
  }

  #write(fragment: string): number {
    // UTF-8 takes at most three bytes for a UTF-16 unit.
    const room = this.#bytes + fragment.length * 3;
    if (room > this.#fragments.length) this.#grow(room);
    const bytes = this.#fragments.write(fragment, this.#bytes, 'utf8');
    this.#bytes += bytes;
    return bytes;
  }

  #copy(trailer: Buffer): number {
    const room = this.#bytes + trailer.length;
    if (room > this.#fragments.length) this.#grow(room);
    trailer.copy(this.#fragments, this.#bytes);
    this.#bytes = room;
    return trailer.length;
  }

  #takeFragments(): Buffer {
    const gathered = this.#fragments;
    const taken = gathered.subarray(0, this.#bytes);
    const isFilled = this.#bytes >= gathered.length * FILLED;
    this.#lastBytes = this.#bytes;
    this.#fragments = NOTHING;
    if (isFilled && gathered.length > SPARE_BYTES) return taken;
    const copy = Buffer.from(taken);
    spare(gathered);
    return copy;
  }

  #grow(room: number): void {
    const isFirst = this.#fragments === NOTHING;
    // Each event gets more room than it needs, so that the last one does not make the buffer grow.
    const likely = isFirst ? this.#lastBytes * 1.1 + FIRST_BYTES : this.#fragments.length * 1.5;
    const size = Math.max(Math.min(CHUNK_BYTES + EVENT_BYTES_MAX, Math.ceil(likely)), room);
    const larger = size > SPARE_BYTES ? Buffer.allocUnsafe(size) : gatheredIn();
    this.#fragments.copy(larger, 0, 0, this.#bytes);
    spare(this.#fragments);
    this.#fragments = larger;
  }
}

function gatheredIn(): Buffer {
  return SPARES.pop() ?? Buffer.allocUnsafeSlow(SPARE_BYTES);
}

function spare(buffer: Buffer): void {
  if (buffer.length === SPARE_BYTES && SPARES.length < SPARES_MAX) SPARES.push(buffer);
}
