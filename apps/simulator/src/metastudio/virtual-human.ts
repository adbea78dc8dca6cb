import { BoundedMap } from '#bounded-map';
import { randomUUID } from 'node:crypto';

import { Latencies } from './record/latencies.js';
import type { InsertedCommand, LiveJob } from './rooms/live-rooms.js';
import type { ReportedEvent } from './validate-report.js';
import type { Caller } from './auth/caller.js';
import { RoomRules } from './rooms/room-rules.js';

/** The counts of answers: a part of `GET /_sim/state`. */
export interface AnswersState {
  readonly spoken: number;
  /** Events that met a rule while the queue was full. */
  readonly lost: number;
  readonly waiting: number;
  /** From an event's own time to the end of its answer. */
  readonly ageMs: {
    readonly p50: number | null;
    readonly p95: number | null;
    readonly max: number;
  };
}

interface Speaking {
  readonly command: InsertedCommand;
  readonly timer: NodeJS.Timeout;
}

/** A queue is bounded; MetaStudio does not publish the limit. */
const COMMANDS_MAX = 1000;
/** The most jobs that are remembered. */
const JOBS_MAX = 2000;

/**
 * Answers as a virtual human does: events that meet a rule of the room wait in a queue, and one
 * answer after the other is spoken, each for a fixed time.
 */
export class VirtualHuman {
  readonly ages = new Latencies();
  private spoken = 0;
  private lost = 0;
  private readonly rules = new BoundedMap<string, RoomRules>(JOBS_MAX);
  private readonly speaking = new Map<string, Speaking>();
  /** When the viewer asked, by the id of the answering command. */
  private readonly askedAt = new WeakMap<InsertedCommand, number>();
  private readonly jobs = new Map<string, LiveJob>();

  /** @param speakingMs 0: nobody speaks, and nothing is answered. */
  constructor(
    private readonly speakingMs: number,
    private readonly caller: Caller,
  ) {}

  /** A report was accepted. */
  hear(job: LiveJob, events: readonly ReportedEvent[], now: number): void {
    if (this.speakingMs <= 0) return;
    const rules = this.rulesOf(job.jobId);
    for (const { type, content = '', timestamp } of events) {
      if (type === undefined || rules.meet(job.room.rules, type, content, now) === undefined) {
        continue;
      }
      if (job.commands.length >= COMMANDS_MAX) {
        this.lost++;
        continue;
      }
      const command: InsertedCommand = {
        commandId: randomUUID(),
        command: 'INSERT_PLAY_SCRIPT',
        params: {},
        source: 'AUTO',
      };
      this.askedAt.set(command, timestamp);
      job.commands.push(command);
    }
    this.speak(job);
  }

  /** Something may wait to be spoken now. */
  speak(job: LiveJob): void {
    if (this.speakingMs <= 0 || this.speaking.has(job.jobId)) return;
    const command = job.state === 'PROCESSING' ? job.commands.shift() : undefined;
    if (command === undefined) return;
    this.jobs.set(job.jobId, job);
    const timer = setTimeout(() => this.finish(job), this.speakingMs);
    this.speaking.set(job.jobId, { command, timer });
  }

  state(): AnswersState {
    const waiting = [...this.jobs.values()].reduce((sum, job) => sum + job.commands.length, 0);
    const { ages } = this;
    const ageMs = { p50: ages.percentileMs(50), p95: ages.percentileMs(95), max: ages.maxMs };
    return { spoken: this.spoken, lost: this.lost, waiting, ageMs };
  }

  stop(): void {
    for (const { timer } of this.speaking.values()) clearTimeout(timer);
    this.speaking.clear();
  }

  private finish(job: LiveJob): void {
    const { command } = this.speaking.get(job.jobId)!;
    this.speaking.delete(job.jobId);
    this.spoken++;
    const asked = this.askedAt.get(command);
    if (asked !== undefined) this.ages.note(Math.max(0, Date.now() - asked));
    const { jobId, room } = job;
    const ids = { room_id: room.roomId, job_id: jobId };
    this.caller.call('REPLY_COMMAND_FINISH', { ...ids, reply_id: command.commandId });
    this.speak(job);
  }

  private rulesOf(jobId: string): RoomRules {
    const known = this.rules.get(jobId) ?? new RoomRules();
    this.rules.set(jobId, known);
    return known;
  }
}
