import { rankOf } from '#live-event';
import type { BufferKeys } from '../redis/buffer-keys.js';
import type { BufferRedis } from '../redis/buffer-redis.js';
import { AHEAD_MS } from '../scripts/choosing.lua.js';
import { entryOf, HeaderWriter, type ChoosingLane } from '../append/entry.js';
import { targetAddressOf } from '../targets/target-id.js';
import {
  candidatesOf,
  readChosen,
  writeChosen,
  type ChosenNote,
  type Candidate,
} from '../append/candidate.js';

/** The candidates of a lane that came before the last full window ended. */
export interface ChoosingView {
  /** By Redis's clock, in ms since 1970. */
  readonly now: number;
  /** When the last full window ended; the end of the next follows from it. */
  readonly ending: number;
  readonly events: readonly Candidate[];
  /** The ids of entries that this version cannot read. */
  readonly unreadable: readonly string[];
  readonly chosen: readonly ChosenNote[];
  /** The live job of the room, as far as it is known; empty: none. */
  readonly show: string;
  /** What is known about waiting answers; empty: nothing. */
  readonly answers: string;
  /** Since when the oldest event waits for a report, by Redis's clock; absent if none waits. */
  readonly bufferedSince: number | undefined;
  /** Whether more waits for a window that has not ended. */
  readonly hasMore: boolean;
}

/** The decisions on the events of one window. */
export interface Choice {
  /** When it was made, by Redis's clock. */
  readonly at: number;
  /** All events of the window: they leave the lane. */
  readonly taken: readonly Candidate[];
  /** The events to be reported, in order and in their final form. */
  readonly chosen: readonly Candidate[];
  /** By bridge, how many were dropped for each reason. */
  readonly dropped: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** The events to be remembered as chosen, and their scope. */
  readonly remember: readonly Candidate[];
  readonly scope: string;
  /** The viewers whose entry is reported, and the run of the room. */
  readonly greeted: readonly string[];
  readonly show: string;
}

/** How a buffer grew by what was chosen. */
export interface ChoiceGrowth {
  /** How many events waited for a report before, and how many do now. */
  readonly before: number;
  readonly after: number;
  /** Whether the target waits for its turn, and something came that matters more than all before. */
  readonly isRaised: boolean;
}

/** The candidates of targets: events that wait to be chosen. */
export class ChoosingRoom {
  readonly #redis: BufferRedis;
  readonly #keys: BufferKeys;

  constructor(redis: BufferRedis, keys: BufferKeys) {
    this.#redis = redis;
    this.#keys = keys;
  }

  /** @param everyMs the length of the lane's windows, counted from 1970 on. */
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
      // A pinned job is known before anything is reported to it.
      show: show.toString() || (targetAddressOf(target).jobId ?? ''),
      answers: answers.toString(),
      bufferedSince: buffered.length === 0 ? undefined : parseInt(buffered.toString('latin1'), 10),
      hasMore: later > 0,
    };
  }

  /** Which of these viewers' entries were already reported in a run of the room. */
  async greeted(target: string, users: readonly string[], show: string): Promise<Set<string>> {
    if (users.length === 0) return new Set();
    const hash = this.#keys.of(target).greeted;
    const fields = users.map((user) => Buffer.from(user, 'latin1'));
    const shows = await this.#redis.hmget(hash, ...fields);
    return new Set(users.filter((_, index) => shows[index] === showField(show)));
  }

  /**
   * Carries a choice out, in one atomic step, unless another process was first.
   * @returns `undefined`: another process was first.
   */
  async commit(
    target: string,
    lane: ChoosingLane,
    choice: Choice,
  ): Promise<ChoiceGrowth | undefined> {
    const keys = this.#keys.of(target);
    const { at, taken, chosen, dropped, remember, greeted, show, scope } = choice;
    const ids = [...new Set(taken.map(({ entry }) => entry))];
    if (ids.length === 0) return undefined;
    const [done, before = 0, after = 0, raised = 0] = await this.#redis.commitChoice({
      target: keys.target,
      events: keys.events,
      lane: keys.choosing(lane),
      chosen: keys.chosen,
      greeted: keys.greeted,
      rank: rankOf(chosen),
      ids,
      taken: taken.length,
      entries: entriesOf(chosen),
      notes: remember.map((event) => writeChosen(event, at, scope)),
      show: showField(show),
      viewers: greeted.map((user) => Buffer.from(user, 'latin1')),
      dropped: new Map([...dropped].map(([bridge, reasons]) => [keys.ledger(bridge), reasons])),
    });
    return done === 1 ? { before, after, isRaised: raised === 1 } : undefined;
  }
}

/** The compared field must not be empty. */
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
