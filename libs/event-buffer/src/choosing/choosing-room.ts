import type { BufferKeys } from '../redis/buffer-keys.js';
import type { BufferRedis } from '../redis/buffer-redis.js';
import { AHEAD_MS } from '../scripts/choosing.lua.js';
import { entryOf, HeaderWriter, type ChoosingLane } from '../append/entry.js';
import {
  candidatesOf,
  readChosen,
  writeChosen,
  type ChosenNote,
  type Candidate,
} from '../append/candidate.js';

/** What waits in a lane, and came before the last full window ended. */
export interface ChoosingView {
  /** By Redis's clock, in ms since 1970. */
  readonly now: number;
  /** When the last full window ended, and so when the next one does. */
  readonly ending: number;
  readonly events: readonly Candidate[];
  /** Entries of the lane that nobody can read, by id. */
  readonly unreadable: readonly string[];
  readonly chosen: readonly ChosenNote[];
  /** The live job that the target last reported to; empty: none. */
  readonly show: string;
  /** What is known of answers that wait to be spoken; empty: nothing. */
  readonly answers: string;
  /** Since when the oldest event waits for a report, by Redis's clock; absent: none does. */
  readonly bufferedSince: number | undefined;
  /** Whether more waits for a window that has not ended. */
  readonly hasMore: boolean;
}

/** What becomes of the events of one window. */
export interface Choice {
  /** When it was made, by Redis's clock. */
  readonly at: number;
  /** All of them: they leave the lane. */
  readonly taken: readonly Candidate[];
  /** Those that are to be reported, in order, each as it is to be reported. */
  readonly chosen: readonly Candidate[];
  /** By bridge: why how many were dropped. */
  readonly dropped: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** What is remembered, under which scope. */
  readonly remember: readonly Candidate[];
  readonly scope: string;
  /** The viewers who are told of, and in which run of the room. */
  readonly greeted: readonly string[];
  readonly show: string;
}

/** Where the events of a target wait until it is chosen among them. */
export class ChoosingRoom {
  readonly #redis: BufferRedis;
  readonly #keys: BufferKeys;

  constructor(redis: BufferRedis, keys: BufferKeys) {
    this.#redis = redis;
    this.#keys = keys;
  }

  /** @param everyMs how long the lane's windows are, counted from 1970 on. */
  async look(target: string, lane: ChoosingLane, everyMs: number): Promise<ChoosingView> {
    const keys = this.#keys.of(target);
    const [now, ending, chosen, show, answers, later, buffered, rows] =
      await this.#redis.lookChoosing({
        target: keys.target,
        lane: keys.choosing(lane),
        chosen: keys.chosen,
        events: keys.events,
        everyMs,
      });
    const at = Number(now.toString());
    const events: Candidate[] = [];
    const unreadable: string[] = [];
    for (const row of rows) {
      const entry = entryOf(row, lane);
      if (entry === undefined) unreadable.push(row[0].toString('latin1'));
      else events.push(...candidatesOf(entry, at));
    }
    return {
      now: at,
      ending: Number(ending.toString()),
      events,
      unreadable,
      chosen: chosen.flatMap((bytes) => {
        const note = readChosen(bytes);
        return note !== undefined && note.at < at + AHEAD_MS ? [note] : [];
      }),
      show: show.toString(),
      answers: answers.toString(),
      bufferedSince: buffered.length === 0 ? undefined : parseInt(buffered.toString('latin1'), 10),
      hasMore: later > 0,
    };
  }

  /** Which of some viewers have been told of in a run of the room. */
  async greeted(target: string, users: readonly string[], show: string): Promise<Set<string>> {
    if (users.length === 0) return new Set();
    const hash = this.#keys.of(target).greeted;
    const fields = users.map((user) => Buffer.from(user, 'latin1'));
    const shows = await this.#redis.hmget(hash, ...fields);
    return new Set(users.filter((_, index) => shows[index] === showField(show)));
  }

  /**
   * Does what was chosen, in one atomic step, unless another process was first.
   *
   * @returns how many events wait for a report before and after it; `undefined`: another was first.
   */
  async commit(
    target: string,
    lane: ChoosingLane,
    choice: Choice,
  ): Promise<{ readonly before: number; readonly after: number } | undefined> {
    const keys = this.#keys.of(target);
    const { at, taken, chosen, dropped, remember, greeted, show, scope } = choice;
    const ids = [...new Set(taken.map(({ entry }) => entry))];
    if (ids.length === 0) return undefined;
    const [done, before = 0, after = 0] = await this.#redis.commitChoice({
      target: keys.target,
      events: keys.events,
      lane: keys.choosing(lane),
      chosen: keys.chosen,
      greeted: keys.greeted,
      ids,
      taken: taken.length,
      entries: entriesOf(chosen),
      notes: remember.map((event) => writeChosen(event, at, scope)),
      show: showField(show),
      viewers: greeted.map((user) => Buffer.from(user, 'latin1')),
      dropped: new Map([...dropped].map(([bridge, reasons]) => [keys.ledger(bridge), reasons])),
    });
    return done === 1 ? { before, after } : undefined;
  }
}

/** A hash field cannot be empty in what is compared. */
function showField(show: string): string {
  return show === '' ? '-' : show;
}

type NewEntry = [header: Buffer, fragments: Buffer, count: number];

/** Entries of the buffer, in order: an entry holds events of one bridge. */
function entriesOf(events: readonly Candidate[]): NewEntry[] {
  const entries: NewEntry[] = [];
  for (let from = 0; from < events.length;) {
    const { bridge } = events[from]!;
    let to = from + 1;
    while (to < events.length && events[to]!.bridge === bridge && to - from < 100) to++;
    const run = events.slice(from, to);
    const oldest = run.reduce((least, one) => Math.min(least, one.receivedAt), Infinity);
    const writer = new HeaderWriter(bridge);
    const header = Buffer.alloc(writer.bytes(run.length));
    writer.start(header, oldest);
    run.forEach(({ type = 'comment', fragment, receivedAt, class: eventClass }, index) => {
      writer.writeEvent(header, index, type, fragment.length, receivedAt - oldest, eventClass);
    });
    entries.push([header, Buffer.concat(run.map(({ fragment }) => fragment)), run.length]);
    from = to;
  }
  return entries;
}
