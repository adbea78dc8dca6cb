import { eventTypeOf, classOfCode, type EventClass } from '#live-event';
import type {
  AppendAnswer,
  AppendCall,
} from '../../../libs/event-buffer/src/scripts/append/append.lua.js';
import type { RedisModel } from './redis-model.js';

/** An event as an entry holds it. */
export interface BufferedEvent {
  readonly bridge: string;
  readonly type: number;
  readonly class: EventClass;
  readonly receivedAt: number;
  readonly fragment: string;
}

/** The events that one append put into a buffer. */
export interface Admitted {
  readonly target: string;
  readonly events: readonly BufferedEvent[];
}

const NO_ID = '\0'.repeat(8);
const EVENT_BYTES = 8;

/** A model of the append script. */
export function appendTo(
  redis: RedisModel,
  call: AppendCall,
  admitted: (admitted: Admitted) => void,
): AppendAnswer {
  const { target, events, seen, seenBefore, ledger, streaks } = call;
  const { epoch, bridge, number, eventsMax, windowMs, idsMax, received, added } = call;
  const hash = redis.hash(target);
  const depth = Number(hash.get('waiting') ?? 0);
  const parked = hash.get('held') === '3' ? 3 : hash.has('held') ? 1 : 0;
  const knewBridge = hash.has(`epoch:${bridge}`);
  const knownEpoch = Number(hash.get(`epoch:${bridge}`) ?? 0);
  const count = (field: string, by: number): void => {
    if (by > 0) redis.count(ledger, field, by);
  };
  if (epoch < knownEpoch) {
    const fate = fateOfStale(hash, { bridge, epoch, number }, received > 0);
    if (fate === 'counted') {
      let left = received;
      for (const [reason, dropped] of call.dropped) {
        count(`dropped:${reason}`, dropped);
        left -= dropped;
      }
      count('received', received);
      count('dropped:stale_lease', left);
    }
    return [fate === 'applied' ? 2 : 0, depth, depth, parked];
  }
  const last = Number(hash.get(`append:${bridge}`) ?? 0);
  if (epoch === knownEpoch && number <= last) {
    return [2, depth, depth, parked];
  }
  if (epoch > knownEpoch) {
    hash.set(`epoch:${bridge}`, String(epoch));
    hash.set(`past:${bridge}`, `${knownEpoch}:${last}:0`);
  }
  hash.set(`append:${bridge}`, String(number));

  const capped = new Caps(redis, target, added.length > 0 ? call.caps : '');
  const ids = new SeenIds(redis, { target, seen, seenBefore, windowMs });
  let after = depth;
  const dropped = new Map<string, number>();
  const all: BufferedEvent[] = [];
  let rank = 0;
  let takenAt: number | undefined;
  for (const { header, fragments, ids: blob } of added) {
    const entry = eventsOf(header, fragments, blob);
    for (const { event } of entry) rank = Math.max(rank, RANKS[event.class]);
    // An id that occurs twice within an entry counts as new both times, as in the script.
    const before = entry.map(({ id }) => ids.has(id));
    const taken = entry.filter(({ event }, at) => {
      const room = after < Math.floor(SHARE[event.class] * eventsMax);
      const shed = room ? capped.reasonAgainst(event.type) : `shed_${event.class}`;
      const why = before[at] === true ? 'duplicate' : shed;
      if (why === undefined) after++;
      else dropped.set(why, (dropped.get(why) ?? 0) + 1);
      if (why === undefined) capped.take(event.type);
      return why === undefined;
    });
    ids.add(taken.map(({ id }) => id));
    all.push(...taken.map(({ event }) => event));
    if (taken.length > 0) takenAt = redis.add(events, entryOf(header, taken));
  }
  count('received', received);
  if (after > depth) redis.count(target, 'waiting', after - depth);
  if (takenAt !== undefined) ids.turn(takenAt, idsMax);
  count('waiting', after - depth);
  capped.keep();
  for (const [reason, by] of call.dropped) count(`dropped:${reason}`, by);
  noteStreaks(redis.hash(streaks), call.notes);
  for (const [reason, by] of dropped) count(`dropped:${reason}`, by);
  admitted({ target, events: all });
  const raises = hash.get('held') === '2' && after > depth && rank > Number(hash.get('rank') ?? 0);
  if (raises) hash.set('rank', String(rank));
  // The positions of dropped events are only for the trail, which the simulation does not have.
  const drops = [...dropped].flatMap(([reason, by]) => [reason, by, '']);
  const isPaced = hash.get('held') === '1' && takenAt !== undefined;
  const paced = isPaced ? Math.max(0, Number(hash.get('delayUntil') ?? 0) - takenAt!) : 0;
  return [knewBridge ? 1 : 3, depth, after, raises ? 2 : parked, paced, ...drops];
}

function noteStreaks(known: Map<string, string>, notes: readonly string[]): void {
  for (let i = 0; i < notes.length; i += 2) {
    if (notes[i + 1] === '') known.delete(notes[i]!);
    else known.set(notes[i]!, notes[i + 1]!);
  }
}

/** What happens to an append whose epoch is over. Remembers that it has been counted. */
function fateOfStale(
  hash: Map<string, string>,
  append: { readonly bridge: string; readonly epoch: number; readonly number: number },
  counts: boolean,
): 'applied' | 'counted' | 'known' {
  const field = `past:${append.bridge}`;
  const { epoch, number } = append;
  const past = (hash.get(field) ?? '0:0:0').split(':').map(Number);
  const [over, applied, refused] = epoch > past[0]! ? [epoch, 0, 0] : past;
  if (epoch === over && number <= applied!) return 'applied';
  if (!counts || (epoch === over && number <= refused!)) return 'known';
  if (epoch === over) hash.set(field, `${over}:${applied}:${number}`);
  return 'counted';
}

/** The caps: how many events of each type a second admits. */
class Caps {
  readonly #caps: readonly number[];
  readonly #taken: number[];
  readonly #second: number;

  constructor(
    private readonly redis: RedisModel,
    private readonly target: string,
    caps: string,
  ) {
    this.#caps = caps === '' ? [] : caps.split(',').map(Number);
    this.#second = redis.nextSecond ?? Math.floor(redis.now() / 1000);
    const [second, counts] = (redis.hash(target).get('capped') ?? '').split(':');
    const goesOn = Number(second) === this.#second && counts !== undefined;
    this.#taken = goesOn ? counts.split(',').map(Number) : this.#caps.map(() => 0);
  }

  reasonAgainst(type: number): string | undefined {
    const cap = this.#caps[type - 1] ?? 0;
    return cap > 0 && this.#taken[type - 1]! >= cap ? `capped_${eventTypeOf(type)}` : undefined;
  }

  take(type: number): void {
    if (this.#caps.length > 0) this.#taken[type - 1]!++;
  }

  keep(): void {
    if (this.#caps.length === 0) return;
    this.redis.hash(this.target).set('capped', `${this.#second}:${this.#taken.join(',')}`);
  }
}

const RANKS: Readonly<Record<EventClass, number>> = { ambient: 0, chat: 1, paid: 2 };
const SHARE: Readonly<Record<EventClass, number>> = { ambient: 0.5, chat: 0.9, paid: 1 };

interface Taken {
  readonly event: BufferedEvent;
  readonly id: string;
  readonly header: Buffer;
}

/** The events of an entry. */
function eventsOf(header: Buffer, fragments: Buffer, ids: Buffer): Taken[] {
  const eventsAt = 10 + header[1]!;
  const bridge = header.toString('latin1', 10, eventsAt);
  const oldestAt = header.readDoubleLE(2);
  const taken: Taken[] = [];
  let from = 0;
  for (let at = eventsAt; at < header.length; at += EVENT_BYTES) {
    const to = from + header.readUInt32LE(at);
    const type = header[at + 4]!;
    const event: BufferedEvent = {
      bridge,
      type,
      class: classOfCode(type),
      receivedAt: oldestAt + header.readUIntLE(at + 5, 3),
      fragment: fragments.toString('utf8', from, to),
    };
    const index = taken.length * EVENT_BYTES;
    const id = ids.toString('latin1', index, index + EVENT_BYTES);
    taken.push({ event, id, header: header.subarray(at, at + EVENT_BYTES) });
    from = to;
  }
  return taken;
}

/** The number of events in an entry, by its header. */
export function countOf(header: Buffer): number {
  return (header.length - 10 - header[1]!) / EVENT_BYTES;
}

function entryOf(header: Buffer, taken: readonly Taken[]): { h: Buffer; d: Buffer } {
  const fixed = header.subarray(0, 10 + header[1]!);
  return {
    h: Buffer.concat([fixed, ...taken.map((one) => one.header)]),
    d: Buffer.from(taken.map(({ event }) => event.fragment).join('')),
  };
}

interface Windows {
  readonly target: string;
  readonly seen: string;
  readonly seenBefore: string;
  readonly windowMs: number;
}

/** The two sets of seen ids, the current one and the one before. */
class SeenIds {
  readonly #redis: RedisModel;
  readonly #windows: Windows;
  #given: number;

  constructor(redis: RedisModel, windows: Windows) {
    this.#redis = redis;
    this.#windows = windows;
    this.#given = Number(redis.hash(windows.target).get('ids') ?? 0);
  }

  /** Replaces the older set where that is due. @param now when the last entry was added. */
  turn(now: number, idsMax: number): void {
    const { target, seen, seenBefore, windowMs } = this.#windows;
    const hash = this.#redis.hash(target);
    const rotated = hash.get('rotated');
    const since = rotated === undefined ? -1 : now - Number(rotated);
    const isDue = since >= windowMs || (since >= 0 && this.#given >= idsMax / 2);
    if (isDue && this.#redis.set(seen).size > 0) {
      this.#redis.dropSet(seenBefore);
      this.#redis.renameSet(seen, seenBefore);
      this.#redis.expireSet(seenBefore, windowMs);
    }
    if (isDue) this.#given = 0;
    if (isDue || since < 0) hash.set('rotated', String(now));
    if (this.#given !== Number(hash.get('ids') ?? 0)) hash.set('ids', String(this.#given));
  }

  has(id: string): boolean {
    const { seen, seenBefore } = this.#windows;
    if (id === NO_ID || id === '') return false;
    return this.#redis.set(seen).has(id) || this.#redis.set(seenBefore).has(id);
  }

  add(ids: readonly string[]): void {
    const { seen, windowMs } = this.#windows;
    const known = ids.filter((id) => id !== NO_ID && id !== '');
    if (known.length === 0) return;
    this.#redis.addMembers(seen, known);
    if (this.#given === 0) this.#redis.expireSet(seen, windowMs * 2);
    this.#given += known.length;
  }
}
