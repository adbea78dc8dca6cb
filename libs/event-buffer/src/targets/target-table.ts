import { parseCursor, type Cursor } from '../drain/cursor.js';
import { redisNow } from '../redis/redis-now.js';
import type { BufferKeys } from '../redis/buffer-keys.js';
import type { BufferRedis } from '../redis/buffer-redis.js';
import { tellFull } from '../redis/full-signal.js';
import { nextMark } from './change-mark.js';
import { inSteps } from './target-figures.js';
import type { DelayCause } from './target-delay.js';
import { targetControlOf, type ControlState, type TargetControl } from './target-control.js';
import { readField, type TargetField, type TargetValue } from './target-fields.js';
import { TargetRecord } from './target-record.js';

/** A buffer that is not empty. */
export interface WaitingBuffer {
  readonly target: string;
  /** Changes as soon as a drain begins, settles or is delayed. */
  readonly mark: string;
  /** For how long it is delayed; absent if it is not. */
  readonly delayMs: number | undefined;
}

/** The field that changes whenever the target does. */
const MARK = ['mark'] as const satisfies readonly TargetField[];

/** See the script. */
type WaitingRow = [
  index: string,
  delay: string,
  delayMs: string,
  delayUntil: string,
  drain: string,
  cursor: string,
];

/** How far a target's buffer is settled. */
export interface TargetHead {
  /** `undefined` if it was never drained, or the cursor is lost. */
  readonly cursor: Cursor | undefined;
  /** Its last reports. */
  readonly reports: string | undefined;
}

/** Older versions did not store for how long. */
const DELAY_MS_UNKNOWN = 60_000;

/**
 * The records of targets, and what may be done to them from outside a drain. All names of fields
 * are in `target-fields.ts`; besides the scripts, nothing else reads or writes a target's hash.
 */
export class TargetTable {
  readonly #redis: BufferRedis;
  readonly #keys: BufferKeys;

  constructor(redis: BufferRedis, keys: BufferKeys) {
    this.#redis = redis;
    this.#keys = keys;
  }

  /** The record of a target. Contains the issued report URL. */
  async read(target: string): Promise<TargetRecord> {
    const fields = await this.#redis.hgetall(this.#hash(target));
    return new TargetRecord(new Map(Object.entries(fields)));
  }

  /** Events that wait for a target, 0 for an unknown one. */
  async waiting(target: string): Promise<number> {
    return (await this.#get(target, 'waiting')) ?? 0;
  }

  /** How far a target's buffer is settled, and by which reports. */
  async head(target: string): Promise<TargetHead> {
    const [cursor, reports] = await this.#pick(target, 'cursor', 'reports');
    return { cursor: cursor === undefined ? undefined : parseCursor(cursor), reports };
  }

  /**
   * Those of some targets whose buffer is not empty, with what shows whether anything happens to
   * them.
   */
  async waitingAmong(targets: Iterable<string>): Promise<WaitingBuffer[]> {
    return inSteps(this.#redis, [...targets], async (some) => {
      const hashes = some.map((target) => this.#hash(target));
      const answer = await this.#redis.waitingTargets({ targets: hashes });
      const found: WaitingBuffer[] = [];
      for (let i = 0; i + 5 < answer.length; i += 6) {
        const [index, delay, delayMs, ...others] = answer.slice(i, i + 6) as WaitingRow;
        found.push({
          target: some[Number(index)]!,
          mark: [delay, delayMs, ...others].join(' '),
          delayMs: delay === '' ? undefined : (readField('delayMs', delayMs) ?? DELAY_MS_UNKNOWN),
        });
      }
      return found;
    });
  }

  /** Those of some targets that have events which wait to be chosen. */
  async choosingAmong(targets: Iterable<string>): Promise<string[]> {
    return inSteps(this.#redis, [...targets], async (some) => {
      const hashes = some.map((target) => this.#hash(target));
      const found = await this.#redis.choosingTargets({ targets: hashes });
      return found.map((index) => some[index]!);
    });
  }

  /** How many events of a target wait for a report, and how many to be chosen. */
  async depths(target: string): Promise<{ readonly waiting: number; readonly choosing: number }> {
    const [waiting, choosing] = await this.#pick(target, 'waiting', 'choosing');
    return { waiting: waiting ?? 0, choosing: choosing ?? 0 };
  }

  /** For what a reporter has a target parked, which it so checks by itself; absent where none has. */
  async parkedFor(target: string): Promise<string | undefined> {
    return this.#get(target, 'held');
  }

  /**
   * The queue's job of a target whose next report is delayed for this cause; `undefined`: it is
   * not.
   */
  async jobThatWaits(target: string, cause: DelayCause): Promise<string | undefined> {
    const [delay, queueJob] = await this.#pick(target, 'delay', 'job');
    return delay === cause ? queueJob : undefined;
  }

  /**
   * The room of a target runs this live job: what failed in another one, and has expired since, fails no longer, and
   * nothing has been reported to this one. Where something waits, its next report tells.
   *
   * @returns the queue's job of the target, where that waits for a live job.
   */
  async beginJob(target: string, jobId: string): Promise<string | undefined> {
    const fields = ['delay', 'job', 'liveJob', 'failures', 'waiting'] as const;
    const [delay, queueJob, before, failures, waiting = 0] = await this.#pick(target, ...fields);
    if (failures !== undefined && before !== jobId && waiting <= 0) {
      const gone = ['failures', 'failing', 'failingSince', 'liveJob'] as const;
      await this.#redis.hdel(this.#hash(target), ...(gone satisfies readonly TargetField[]));
      await this.#redis.markTarget({ target: this.#hash(target) });
    }
    return delay === 'no-job' ? queueJob : undefined;
  }

  /** The room of a target runs this live job, and may do so before anything is reported to it. */
  async noteOpenJob(target: string, jobId: string): Promise<void> {
    const field: TargetField = 'openJob';
    await this.#redis.hset(this.#hash(target), field, jobId);
  }

  /** Whether Redis was short of memory when a target last had an event. */
  async isShortOfMemory(target: string): Promise<boolean> {
    return ((await this.#get(target, 'memory')) ?? 0) > 0;
  }

  /**
   * Ends a target's pause, so that it is tried as soon as its job is started.
   * @returns why it was paused, `operator` if somebody wanted it; absent where it was not. `queueJob`: its job, to be
   *   started; absent where that waits for something else.
   */
  async resume(
    target: string,
  ): Promise<{ readonly reason: string | undefined; readonly queueJob: string | undefined }> {
    const [reason, queueJob, delay] = await this.#pick(target, 'pausedReason', 'job', 'delay');
    if (reason === undefined && delay !== 'pause') {
      // Whoever ended the pause may have failed before the job was started.
      return { reason, queueJob: delay === undefined ? queueJob : undefined };
    }
    const gone = ['pausedReason', 'pausedAt', 'delay', 'delayUntil', 'delayMs'] as const;
    await this.#redis.hdel(this.#hash(target), ...(gone satisfies readonly TargetField[]));
    await this.#redis.markTarget({ target: this.#hash(target) });
    return { reason: reason ?? 'operator', queueJob };
  }

  /**
   * Changes what an operator wants of a target. A reporter learns it when it next looks at the
   * target, which one that has it parked does now: a report under way still goes out.
   * @param change `revision`: the one to change; `*`: any. `by`: a name of letters, digits, `_` and
   *   spaces.
   * @returns the current state, and whether it was changed, or was so already.
   */
  async control(
    target: string,
    change: { readonly state: ControlState; readonly revision: string; readonly by: string },
  ): Promise<{ readonly done: boolean; readonly control: TargetControl }> {
    const { state, revision, by } = change;
    const hash = this.#hash(target);
    const [done, text] = await this.#redis.controlTarget({ target: hash, revision, state, by });
    if (done === 1 && state !== 'running') await tellFull(this.#redis, this.#keys, target);
    return { done: done === 1, control: targetControlOf(text) };
  }

  /** The live job of a target as of its last report, and what is stored about its answers. */
  async answers(
    target: string,
  ): Promise<{ readonly liveJob: string | undefined; readonly answers: string | undefined }> {
    const [liveJob, answers] = await this.#pick(target, 'liveJob', 'answers');
    return { liveJob, answers };
  }

  /** Redis's time, in ms since 1970: all times in a target's record are by it. */
  async now(): Promise<number> {
    return redisNow(this.#redis);
  }

  /** Writes what waits to be spoken in a target's room. */
  async noteAnswers(target: string, answers: string): Promise<void> {
    const field: TargetField = 'answers';
    await this.#redis.hset(this.#hash(target), field, answers, ...MARK, nextMark());
  }

  /** An answer of a target's room was spoken. */
  async noteReply(target: string): Promise<void> {
    const [count, at] = ['replies', 'repliedAt'] as const satisfies readonly TargetField[];
    const hash = this.#hash(target);
    await this.#redis.hincrby(hash, count, 1);
    await this.#redis.hset(hash, at, await this.now(), ...MARK, nextMark());
  }

  async #get<F extends TargetField>(target: string, field: F): Promise<TargetValue<F> | undefined> {
    return readField(field, await this.#redis.hget(this.#hash(target), field));
  }

  async #pick<F extends readonly TargetField[]>(
    target: string,
    ...fields: F
  ): Promise<{ [I in keyof F]: TargetValue<F[I]> | undefined }> {
    const texts = await this.#redis.hmget(this.#hash(target), ...fields);
    return fields.map((field, i) => readField(field, texts[i])) as {
      [I in keyof F]: TargetValue<F[I]> | undefined;
    };
  }

  #hash(target: string): string {
    return this.#keys.of(target).target;
  }
}
