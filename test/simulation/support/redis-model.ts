import { Buffer } from 'node:buffer';

export interface StreamEntry {
  readonly id: string;
  readonly ms: number;
  readonly sequence: number;
  readonly fields: ReadonlyMap<string, Buffer>;
}

interface Expiring<T> {
  readonly value: T;
  endsAt: number;
}

/** The data types of Redis that the buffer uses, in memory, with the clock of the test. */
export class RedisModel {
  readonly #hashes = new Map<string, Map<string, string>>();
  readonly #streams = new Map<string, StreamEntry[]>();
  readonly #sets = new Map<string, Expiring<Set<string>>>();
  readonly #lastIds = new Map<string, string>();
  /** The ids of the next entries, where these must be those of a real Redis. */
  readonly nextIds: string[] = [];
  /** The second of the next append, where a twin's has begun: Redis reads its clock there once more. */
  nextSecond: number | undefined;

  /** @param now the time in ms since 1970. */
  constructor(readonly now: () => number) {}

  hash(key: string): Map<string, string> {
    return entryOf(this.#hashes, key, () => new Map<string, string>());
  }

  /** `HINCRBY`. */
  count(key: string, field: string, by: number): number {
    const hash = this.hash(key);
    const value = Number(hash.get(field) ?? 0) + by;
    hash.set(field, String(value));
    return value;
  }

  stream(key: string): StreamEntry[] {
    return entryOf(this.#streams, key, () => []);
  }

  /** `XADD`. @returns the ms of the new id. */
  add(key: string, fields: Readonly<Record<string, Buffer>>): number {
    const id = this.nextIds.shift() ?? this.#idAfter(this.#lastIds.get(key) ?? '0-0');
    this.#lastIds.set(key, id);
    const [ms, sequence] = partsOf(id);
    this.stream(key).push({ id, ms, sequence, fields: new Map(Object.entries(fields)) });
    return ms;
  }

  #idAfter(last: string): string {
    const [ms, sequence] = partsOf(last);
    const now = this.now();
    return now > ms ? `${now}-0` : `${ms}-${sequence + 1}`;
  }

  trim(key: string, first: string): void {
    const stream = this.stream(key);
    const keep = stream.findIndex(isFrom(first));
    stream.splice(0, keep === -1 ? stream.length : keep);
  }

  remove(key: string, id: string): boolean {
    const stream = this.stream(key);
    const at = stream.findIndex((entry) => entry.id === id);
    if (at !== -1) stream.splice(at, 1);
    return at !== -1;
  }

  range(key: string, from: string, to: string, count: number): StreamEntry[] {
    const stream = this.stream(key);
    const isIn = isFrom(from);
    const isPast = to === '+' ? () => false : isFrom(`(${endOf(to)}`);
    return stream.filter((entry) => isIn(entry) && !isPast(entry)).slice(0, count);
  }

  /** The members of a set. Reading a set that does not exist creates none. */
  set(key: string): ReadonlySet<string> {
    return this.#live(key)?.value ?? new Set();
  }

  addMembers(key: string, members: Iterable<string>): void {
    const set = this.#live(key) ?? { value: new Set<string>(), endsAt: Infinity };
    for (const member of members) set.value.add(member);
    this.#sets.set(key, set);
  }

  removeMembers(key: string, members: Iterable<string>): void {
    for (const member of members) this.#live(key)?.value.delete(member);
  }

  expireSet(key: string, inMs: number): void {
    const set = this.#live(key);
    if (set !== undefined) set.endsAt = this.now() + inMs;
  }

  renameSet(key: string, name: string): void {
    const set = this.#live(key);
    this.#sets.delete(key);
    if (set !== undefined) this.#sets.set(name, set);
  }

  dropSet(key: string): void {
    this.#sets.delete(key);
  }

  #live(key: string): Expiring<Set<string>> | undefined {
    const set = this.#sets.get(key);
    if (set === undefined || set.endsAt > this.now()) return set;
    this.#sets.delete(key);
    return undefined;
  }
}

function partsOf(id: string): readonly [ms: number, sequence: number] {
  const [ms = '0', sequence = '0'] = id.split('-');
  return [Number(ms), Number(sequence)];
}

/**
 * Tells whether an entry is at this id or behind it; `(` before the id leaves out the id itself.
 */
export function isFrom(id: string): (entry: StreamEntry) => boolean {
  if (id === '-') return () => true;
  const behind = id.startsWith('(');
  const [from, first] = partsOf(behind ? id.slice(1) : id);
  return ({ ms, sequence }) => {
    return ms > from || (ms === from && (behind ? sequence > first : sequence >= first));
  };
}

/** The end of a range. Without a sequence it includes every id of its ms. */
function endOf(to: string): string {
  return to.includes('-') ? to : `${to}-${Number.MAX_SAFE_INTEGER}`;
}

function entryOf<T>(map: Map<string, T>, key: string, make: () => T): T {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
