import { createHash } from 'node:crypto';

import type { RoomSetup } from '../../simulator.options.js';

/** The states of a job. Rooms know some of them under other names. */
export const JOB_STATES = ['WAITING', 'PROCESSING', 'SUCCEED', 'FAILED', 'BLOCKED'] as const;
export type JobState = (typeof JOB_STATES)[number];

export type ConfirmState = 'UNCONFIRM' | 'CONFIRMED' | 'REJECT';

/** A live room; times in ms since 1970. */
export interface LiveRoom {
  readonly roomId: string;
  roomName: string;
  readonly createdAt: number;
  updatedAt: number;
  readonly jobs: LiveJob[];
  /** `interaction_rules`, as the wire has them. */
  rules: readonly object[];
  confirmState: ConfirmState;
  /** Other fields from the caller, in their wire form. */
  fields: Readonly<Record<string, unknown>>;
}

/** One run of a room. */
export interface LiveJob {
  readonly jobId: string;
  readonly room: LiveRoom;
  readonly createdAt: number;
  state: JobState;
  startedAt: number | undefined;
  endedAt: number | undefined;
  updatedAt: number;
  /** Inserted commands that were not played yet, the oldest first. */
  commands: InsertedCommand[];
  /** `scene_scripts` that replace the room's. */
  scripts: readonly object[];
  /** Rewritings that were neither confirmed nor rejected, the oldest first. */
  rewritings: Rewriting[];
}

/** Rules or scripts of a running job that replaced others. */
export interface Rewriting {
  readonly commandId: string;
  readonly field: 'interaction_rules' | 'scene_scripts';
  readonly list: readonly object[];
  readonly before: readonly object[];
}

/** A command that a job should play. */
export interface InsertedCommand {
  readonly commandId: string;
  readonly command: string;
  readonly params: unknown;
  /** `AUTO`: by a rule. */
  readonly source: 'EXTERNAL' | 'AUTO';
}

const ROOMS_MAX = 2000;
const JOBS_OF_ROOM_MAX = 200;

/** The rooms and jobs of the only project that the stand-in knows. */
export class LiveRooms {
  /** Called on every change of a job's state. */
  onState: (job: LiveJob) => void = () => {};
  private readonly rooms = new Map<string, LiveRoom>();

  /** @param setup how many rooms, or which; at most 2000. @param rules of those that bring none. */
  constructor(
    setup: number | readonly RoomSetup[],
    now: number,
    private readonly rules: readonly object[] = [],
  ) {
    const rooms =
      typeof setup === 'number' ? Array.from({ length: setup }, (_, at) => generated(at)) : setup;
    if (rooms.length > ROOMS_MAX) throw new RangeError(`At most ${ROOMS_MAX} rooms.`);
    for (const room of rooms) this.add(room, now);
  }

  room(roomId: string): LiveRoom | undefined {
    return this.rooms.get(roomId);
  }

  /** A room's job; `undefined` where the room has none of this id. */
  job(roomId: string, jobId: string): LiveJob | undefined {
    return this.rooms.get(roomId)?.jobs.find((job) => job.jobId === jobId);
  }

  list(): LiveRoom[] {
    return [...this.rooms.values()];
  }

  /** Every job of every room, in the order of creation within a room. */
  jobs(): LiveJob[] {
    return this.list().flatMap((room) => room.jobs);
  }

  /** The newest running job of a room. */
  running(room: LiveRoom): LiveJob | undefined {
    return room.jobs.findLast((job) => job.state === 'PROCESSING');
  }

  /** A room without a running job; `undefined` if the limit is reached. */
  create(roomId: string, now: number): LiveRoom | undefined {
    if (this.rooms.size >= ROOMS_MAX) return undefined;
    return this.add({ roomId, jobId: null, confirmState: 'UNCONFIRM' }, now);
  }

  remove(room: LiveRoom): void {
    this.rooms.delete(room.roomId);
  }

  /** Starts a run of a room. A room keeps its latest 200 jobs. */
  start(room: LiveRoom, now: number, setup: { jobId?: string; state?: JobState } = {}): LiveJob {
    const job: LiveJob = {
      jobId: setup.jobId ?? derivedId(`${room.roomId}/${room.jobs.length}/${now}`),
      room,
      createdAt: now,
      state: 'WAITING',
      startedAt: undefined,
      endedAt: undefined,
      updatedAt: now,
      commands: [],
      scripts: [],
      rewritings: [],
    };
    room.jobs.push(job);
    if (room.jobs.length > JOBS_OF_ROOM_MAX) room.jobs.shift();
    this.setState(job, setup.state ?? 'PROCESSING', now);
    return job;
  }

  /** Sets a job's state, whatever it was. */
  setState(job: LiveJob, state: JobState, now: number): void {
    job.state = state;
    job.updatedAt = now;
    job.room.updatedAt = now;
    if (state === 'WAITING') return;
    job.startedAt ??= now;
    job.endedAt = state === 'PROCESSING' ? undefined : now;
    this.onState(job);
  }

  private add(setup: RoomSetup, now: number): LiveRoom {
    const room: LiveRoom = {
      roomId: setup.roomId,
      roomName: setup.roomName ?? setup.roomId,
      createdAt: now,
      updatedAt: now,
      jobs: [],
      rules: setup.rules ?? this.rules,
      confirmState: setup.confirmState ?? 'CONFIRMED',
      fields: {},
    };
    this.rooms.set(room.roomId, room);
    const { jobId } = setup;
    if (jobId !== null) this.start(room, now, jobId === undefined ? {} : { jobId });
    return room;
  }
}

/** The rooms of a numbered set-up, and their first jobs, have the same ids in every run. */
function generated(at: number): RoomSetup {
  return {
    roomId: derivedId(`room ${at + 1}`),
    roomName: `直播间 ${at + 1}`,
    jobId: derivedId(`job of room ${at + 1}`),
  };
}

function derivedId(of: string): string {
  const hex = createHash('sha256').update(of).digest('hex');
  return [8, 13, 18, 23]
    .reduce((text, at) => `${text.slice(0, at)}-${text.slice(at)}`, hex)
    .slice(0, 36);
}
