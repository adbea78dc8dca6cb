import type { TargetConfig } from '#config';
import { CredentialError, MetaStudioCallError, type ManagementClient } from '#metastudio';
import { logText } from '#telemetry';
import { JobLister, type RunningJobsOfRoom } from '../projects/job-lister.js';
import { fail, ok, warn, type Finding } from './finding.js';
import { callFinding } from './project-checks.js';

const ROOM_WAY_OUT = 'Correct target.roomId; live-relay rooms lists what there is.';
const JOB_WAY_OUT = 'Use jobId: auto, or an id that live-relay jobs lists.';

/** Each room and job that the targets of one project name. */
export class RoomChecks {
  readonly #client: ManagementClient;
  readonly #lister: JobLister;
  readonly #signal: AbortSignal;
  #running: ReadonlyMap<string, RunningJobsOfRoom> | undefined;

  constructor(client: ManagementClient, signal: AbortSignal) {
    this.#client = client;
    this.#lister = new JobLister(client);
    this.#signal = signal;
  }

  async *run(targets: readonly TargetConfig[]): AsyncGenerator<Finding> {
    this.#running = await this.#listRunning(new Set(targets.map(({ roomId }) => roomId)));
    const rooms = new Map<string, Finding>();
    for (const target of distinct(targets)) {
      const { roomId } = target;
      let room = rooms.get(roomId);
      if (room === undefined) {
        room = await this.#room(target);
        rooms.set(roomId, room);
        yield room;
      }
      if (room.status !== 'fail') yield await this.#job(target);
    }
  }

  async #listRunning(
    roomIds: ReadonlySet<string>,
  ): Promise<ReadonlyMap<string, RunningJobsOfRoom> | undefined> {
    try {
      return await this.#lister.ofProject((roomId) => roomIds.has(roomId), this.#signal);
    } catch (error) {
      // Each room is asked for by itself, and tells what is wrong.
      if (error instanceof MetaStudioCallError || error instanceof CredentialError) {
        return undefined;
      }
      throw error;
    }
  }

  async #room({ project, roomId, appUserId }: TargetConfig): Promise<Finding> {
    const subject = `${project}/${roomId}`;
    try {
      const room = await this.#client.showRoom(roomId, { signal: this.#signal, appUserId });
      const { roomState, errorInfo, roomName } = room;
      if (roomState === 'DISABLE' || roomState === 'BLOCKED') {
        const why = logText(errorInfo?.errorMsg ?? errorInfo?.errorCode ?? 'no reason given');
        return fail('room', subject, `is ${roomState}: ${why}`, 'Enable it in MetaStudio.');
      }
      return ok('room', subject, roomName === undefined ? 'exists' : logText(roomName));
    } catch (error) {
      if (isMissing(error)) {
        return fail('room', subject, 'the project has no such room', ROOM_WAY_OUT);
      }
      return callFinding('room', subject, error);
    }
  }

  async #job(target: TargetConfig): Promise<Finding> {
    const { project, roomId, jobId } = target;
    const subject = jobId === 'auto' ? `${project}/${roomId}` : `${project}/${roomId}/${jobId}`;
    try {
      return jobId === 'auto'
        ? await this.#newest(target, subject)
        : await this.#pinned(target, subject);
    } catch (error) {
      if (isMissing(error)) return fail('job', subject, 'the room has no such job', JOB_WAY_OUT);
      return callFinding('job', subject, error);
    }
  }

  async #newest({ roomId, appUserId }: TargetConfig, subject: string): Promise<Finding> {
    const jobs =
      this.#running?.get(roomId) ?? (await this.#lister.ofRoom(roomId, appUserId, this.#signal));
    const [newest] = jobs;
    if (newest === undefined) {
      const wayOut =
        'Start the live in MetaStudio; until then events wait, as long as they are young.';
      return warn('job', subject, 'no live job runs', wayOut);
    }
    const others = jobs.length === 1 ? '' : `, the newest of ${jobs.length}`;
    return ok('job', subject, `live job ${logText(newest.jobId)} runs${others}`);
  }

  async #pinned({ roomId, jobId, appUserId }: TargetConfig, subject: string): Promise<Finding> {
    const { state } = await this.#client.showJob(roomId, jobId, {
      signal: this.#signal,
      appUserId,
    });
    if (state === 'PROCESSING') return ok('job', subject, 'runs');
    if (state === 'WAITING') {
      return warn('job', subject, 'has not started yet', 'Events wait until it has.');
    }
    return fail('job', subject, `has ended (${logText(state)}): it takes no events`, JOB_WAY_OUT);
  }
}

function distinct(targets: readonly TargetConfig[]): TargetConfig[] {
  return [
    ...new Map(targets.map((target) => [`${target.roomId} ${target.jobId}`, target])).values(),
  ];
}

function isMissing(error: unknown): boolean {
  return error instanceof MetaStudioCallError && error.reason === 'not-found';
}
