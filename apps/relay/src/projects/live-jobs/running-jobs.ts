import { fullPause } from '#timing';
import type { TargetAddress } from '#event-buffer';
import { MetaStudioCallError, type CallFailure, type SkewClock } from '#metastudio';
import type { JobHints, LiveJobs, OpenJob } from './live-jobs.js';
import { FollowedRoom, longestAgo, type JobsHeard } from './followed-room.js';
import type { JobLister, RunningJobsOfRoom } from './job-lister.js';
import type { LookupGate } from '../lookup/lookup-gate.js';
import type { LookupTimes } from '../lookup/lookup-times.js';
import type { ProjectListener } from '../access/project-listener.js';

export interface RunningJobsParts {
  readonly lister: JobLister;
  readonly gate: LookupGate;
  readonly clock: SkewClock;
  readonly listener: ProjectListener;
  readonly times: LookupTimes;
}

/** A room that was not asked about for this long is not looked up any more, in ms. */
const WANTED_MS = 600_000;
/**
 * How many rounds a question waits for: the one under way, one that begins after the question, and
 * one more.
 */
const ROUNDS_MAX = 3;
/** The project's jobs may not be listed, but those of a room perhaps may. */
const LISTING_REFUSED: ReadonlySet<CallFailure> = new Set([
  'forbidden',
  'not-found',
  'wrong-endpoint',
  'invalid-request',
]);

/** It is not documented what MetaStudio answers for an unknown id. */
const NO_SUCH_ROOM: ReadonlySet<CallFailure> = new Set(['not-found', 'invalid-request']);

/**
 * Knows the running jobs of a project's rooms, by one listing for all rooms that are needed: every
 * `everyMs`, and at once when a job is said to be gone.
 *
 * A room that the listing does not show is asked for alone: once to confirm that its job has ended,
 * and every `everyMs` as long as the listing has never shown a job of it.
 */
export class RunningJobs implements LiveJobs {
  readonly #parts: RunningJobsParts;
  readonly #rooms = new Map<string, FollowedRoom>();
  readonly #stopping = new AbortController();
  /** Rooms whose answer the next round must bring. */
  #urgent = new Set<FollowedRoom>();
  #round: Promise<void> | undefined;
  #roundAt = -Infinity;
  #asksAlone = false;
  #listingRefused = false;
  /** Whether the last check got no answer. */
  #hasFailed = false;
  #timer: NodeJS.Timeout | undefined;
  #looksSoon = false;

  constructor(parts: RunningJobsParts) {
    this.#parts = parts;
  }

  /**
   * Calls `heard` with the room's running jobs, the newest first: at once where they are known, and
   * whenever they change; with `undefined` once they cannot be looked up, and what is known is old. A
   * watched room is looked up again and again.
   *
   * @param appUserId the app user of the room, where that is not the project's.
   * @returns ends it.
   */
  watch(roomId: string, heard: JobsHeard, appUserId?: string): () => void {
    const room = this.#roomOf(roomId);
    room.watchers.set(heard, appUserId);
    this.#timer ??= setTimeout(() => void this.#check(), 0);
    if (room.jobs !== undefined) heard(room.jobs);
    else this.#lookSoon();
    if (room.isInDoubt) heard(undefined);
    return () => room.watchers.delete(heard);
  }

  async jobOf(
    { roomId }: TargetAddress,
    lookAgain: boolean,
    { appUserId }: Pick<JobHints, 'appUserId'>,
  ): Promise<OpenJob | undefined> {
    const now = performance.now();
    const room = this.#roomOf(roomId);
    room.wantedAt = now;
    room.wantedFor = appUserId;
    this.#timer ??= setTimeout(() => void this.#check(), this.#parts.times.everyMs);
    const since = lookAgain ? now : now - this.#parts.times.staleMs;
    if (room.toldAt < since) await this.#look(room, since);
    return room.jobs?.[0];
  }

  /** MetaStudio said that something has changed: looks at once, unless it has just looked. */
  lookNow(): void {
    if (this.#rooms.size === 0 || this.#stopping.signal.aborted) return;
    // A failure has been told by the gate.
    void this.#lookAllSince(performance.now()).catch(() => undefined);
  }

  /** Who waits for what a room has, to take its bridge over, gives up long before the next check. */
  #lookSoon(): void {
    if (this.#looksSoon) return;
    this.#looksSoon = true;
    // Once for all rooms that come together.
    setImmediate(() => {
      this.#looksSoon = false;
      this.lookNow();
    });
  }

  /** Ends every look-up; those under way fail. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#stopping.abort();
  }

  #roomOf(roomId: string): FollowedRoom {
    const known = this.#rooms.get(roomId);
    if (known !== undefined) return known;
    const room = new FollowedRoom(roomId);
    this.#rooms.set(roomId, room);
    return room;
  }

  async #look(room: FollowedRoom, since: number): Promise<void> {
    for (let rounds = 0; room.toldAt < since && rounds < ROUNDS_MAX; rounds++) {
      this.#urgent.add(room);
      try {
        await this.#nextRound();
      } catch (error) {
        // Another room may be what it failed for.
        if (room.toldAt < since) throw error;
      }
    }
  }

  /** The round that is under way may have asked before the change: then one more follows it. */
  async #lookAllSince(since: number): Promise<void> {
    for (let rounds = 0; this.#roundAt < since && rounds < ROUNDS_MAX; rounds++) {
      await this.#nextRound();
    }
  }

  async #check(): Promise<void> {
    const now = performance.now();
    for (const [roomId, { wantedAt, watchers, missing }] of this.#rooms) {
      const wanted = watchers.size > 0 || now - wantedAt < WANTED_MS;
      if (wanted) continue;
      this.#rooms.delete(roomId);
      if (missing === true) this.#parts.listener.roomLeft(roomId);
    }
    const hadFailed = this.#hasFailed;
    try {
      if (this.#rooms.size > 0) await this.#nextRound();
      this.#hasFailed = false;
    } catch {
      // The gate has told it, and the last answers stay.
      this.#hasFailed = true;
    }
    if (this.#stopping.signal.aborted) return;
    if (hadFailed && this.#hasFailed) this.#doubt();
    this.#timer = setTimeout(() => void this.#check(), this.#parts.times.everyMs);
  }

  #doubt(): void {
    const since = performance.now() - this.#parts.times.staleMs;
    for (const room of this.#rooms.values()) if (room.toldAt < since) room.doubt();
  }

  /** The round that is under way or waits for its time, or a new one. */
  #nextRound(): Promise<void> {
    this.#round ??= this.#pacedRound().finally(() => {
      this.#round = undefined;
    });
    return this.#round;
  }

  async #pacedRound(): Promise<void> {
    const { gate, times } = this.#parts;
    const { signal } = this.#stopping;
    await gate.pass(async () => {
      const inMs = this.#roundAt + times.againMs - performance.now();
      if (inMs > 0) await fullPause(inMs, signal);
      await this.#lookAll();
    }, signal);
  }

  async #lookAll(): Promise<void> {
    const at = performance.now();
    this.#roundAt = at;
    const urgent = this.#urgent;
    this.#urgent = new Set();
    const listing = await this.#listing();
    const seenAt = this.#parts.clock.now();
    const alone: FollowedRoom[] = [];
    const others: FollowedRoom[] = [];
    for (const room of this.#rooms.values()) {
      const jobs = listing?.get(room.roomId);
      if (jobs !== undefined) {
        room.listed = true;
        this.#found(room);
        room.tell(jobs, at, seenAt);
      } else if (urgent.has(room)) {
        alone.push(room);
      } else if (listing !== undefined && room.listed && room.jobs?.length === 0) {
        room.tell([], at, seenAt);
      } else if (this.#isDue(room, listing !== undefined, at)) {
        others.push(room);
      }
    }
    // A failure ends it: where it is of one room, that one comes last in the next round.
    for (const room of alone.sort(longestAgo)) await this.#askAlone(room, at);
    void this.#askOthers(others.sort(longestAgo));
  }

  /** Whether a room that the listing did not show is due to be asked for alone. */
  #isDue(room: FollowedRoom, listingWorks: boolean, at: number): boolean {
    const hasEnded = listingWorks && room.listed;
    const age = at - room.askedAloneAt;
    return room.jobs === undefined || hasEnded || age >= this.#parts.times.everyMs * ALMOST;
  }

  async #listing(): Promise<ReadonlyMap<string, RunningJobsOfRoom> | undefined> {
    const { lister, listener } = this.#parts;
    const wanted = (roomId: string): boolean => this.#rooms.has(roomId);
    try {
      const listing = await lister.ofProject(wanted, this.#stopping.signal);
      this.#listingRefused = false;
      return listing;
    } catch (error) {
      const refused = error instanceof MetaStudioCallError && LISTING_REFUSED.has(error.reason);
      if (!refused) throw error;
      if (!this.#listingRefused) listener.listingRefused(error);
      this.#listingRefused = true;
      return undefined;
    }
  }

  /** Asks for rooms alone, one after the other; the rounds do not wait for that. */
  async #askOthers(rooms: readonly FollowedRoom[]): Promise<void> {
    if (this.#asksAlone) return;
    this.#asksAlone = true;
    const { gate } = this.#parts;
    try {
      for (const room of rooms) {
        // Those before it may have taken minutes.
        if (!this.#isFollowed(room)) continue;
        const at = performance.now();
        await gate.pass(async () => this.#askAlone(room, at), this.#stopping.signal);
      }
    } catch {
      // The gate has reported it; the next round goes on.
    } finally {
      this.#asksAlone = false;
    }
  }

  async #askAlone(room: FollowedRoom, at: number): Promise<void> {
    const { lister, listener, clock } = this.#parts;
    room.askedAloneAt = at;
    try {
      const jobs = await lister.ofRoom(room.roomId, room.appUserId, this.#stopping.signal);
      this.#found(room);
      room.tell(jobs, at, clock.now());
    } catch (error) {
      if (!this.#lacks(error)) throw error;
      // One that was let go meanwhile would never be left again.
      if (!this.#isFollowed(room)) return;
      if (room.missing !== true) listener.roomMissing(room.roomId);
      room.missing = true;
      room.tell([], at, clock.now());
    }
  }

  /** Whether the project has no such room, or one that is another user's. */
  #lacks(error: unknown): boolean {
    if (!(error instanceof MetaStudioCallError)) return false;
    return (
      NO_SUCH_ROOM.has(error.reason) || (error.reason === 'forbidden' && !this.#listingRefused)
    );
  }

  #isFollowed(room: FollowedRoom): boolean {
    return this.#rooms.get(room.roomId) === room;
  }

  /** Told of each room once: another process, or this one before it was restarted, may have missed it. */
  #found(room: FollowedRoom): void {
    if (room.missing === false) return;
    this.#parts.listener.roomFound(room.roomId, room.missing === true);
    room.missing = false;
  }
}

/** Timers are a little late, and rounds with them. */
const ALMOST = 0.9;
