import type { BridgeConfig, TargetConfig } from '#config';
import {
  CredentialError,
  MetaStudioCallError,
  type LiveRoomDetails,
  type ManagementClient,
} from '#metastudio';
import type { Secret } from '#secret';
import { logText } from '#telemetry';
import { JobLister, type RunningJobsOfRoom } from '../projects/live-jobs/job-lister.js';
import { distinctTargets, targetKeyOf, targetName } from './check-targets.js';
import { fail, ok, warn, type Finding } from './finding.js';
import { callFinding } from './project-checks.js';
import { answersOf } from './room-answers.js';

const ROOM_WAY_OUT = 'Correct target.roomId; live-relay rooms lists what there is.';
const JOB_WAY_OUT = 'Use jobId: auto, or an id that live-relay jobs lists.';

/** A live job that takes events. */
export interface FoundJob {
  readonly jobId: string;
  readonly reportUrl?: Secret | undefined;
}

/** Checks each room and job that the bridges of one project name. */
export class RoomChecks {
  /** The live job of each target, by its key, once {@link run} has found it. */
  readonly jobs = new Map<string, FoundJob>();
  readonly #client: ManagementClient;
  readonly #lister: JobLister;
  readonly #signal: AbortSignal;
  #running: ReadonlyMap<string, RunningJobsOfRoom> | undefined;

  constructor(client: ManagementClient, signal: AbortSignal) {
    this.#client = client;
    this.#lister = new JobLister(client);
    this.#signal = signal;
  }

  async *run(bridges: readonly BridgeConfig[]): AsyncGenerator<Finding> {
    const targets = distinctTargets(bridges);
    this.#running = await this.#listRunning(new Set(targets.map(({ roomId }) => roomId)));
    const passed = new Map<string, boolean>();
    for (const target of targets) {
      if (this.#signal.aborted) return;
      const { roomId } = target;
      if (!passed.has(roomId)) {
        const ofRoom = bridges.filter((bridge) => bridge.target.roomId === roomId);
        const findings = await this.#room(target, ofRoom);
        passed.set(roomId, !findings.some(({ status }) => status === 'fail'));
        yield* findings;
      }
      if (passed.get(roomId) === true) yield await this.#job(target);
    }
  }

  async #listRunning(
    roomIds: ReadonlySet<string>,
  ): Promise<ReadonlyMap<string, RunningJobsOfRoom> | undefined> {
    try {
      return await this.#lister.ofProject((roomId) => roomIds.has(roomId), this.#signal);
    } catch (error) {
      // The check of each room tells what is wrong.
      if (error instanceof MetaStudioCallError || error instanceof CredentialError) {
        return undefined;
      }
      throw error;
    }
  }

  async #room(target: TargetConfig, bridges: readonly BridgeConfig[]): Promise<Finding[]> {
    const { project, roomId, appUserId } = target;
    const subject = `${project}/${roomId}`;
    const options = { signal: this.#signal, appUserId };
    try {
      const room = await this.#client.showRoom(roomId, options);
      const is = isOf(subject, room);
      if (is.status === 'fail') return [is];
      const warnings = await this.#warnings(roomId, options);
      return [is, ...answersOf(subject, room, warnings, bridges)];
    } catch (error) {
      if (isMissing(error)) {
        return [fail('room', subject, 'the project has no such room', ROOM_WAY_OUT)];
      }
      return [callFinding('room', subject, error)];
    }
  }

  /**
   * MetaStudio's warnings about a room; none where they cannot be had: the room itself has been
   * found.
   */
  async #warnings(
    roomId: string,
    options: Parameters<ManagementClient['showWarnings']>[1],
  ): Promise<readonly string[]> {
    try {
      return await this.#client.showWarnings(roomId, options);
    } catch (error) {
      if (error instanceof MetaStudioCallError) return [];
      throw error;
    }
  }

  async #job(target: TargetConfig): Promise<Finding> {
    const subject = targetName(target);
    try {
      return target.jobId === 'auto'
        ? await this.#newest(target, subject)
        : await this.#pinned(target, subject);
    } catch (error) {
      if (isMissing(error)) return fail('job', subject, 'the room has no such job', JOB_WAY_OUT);
      return callFinding('job', subject, error);
    }
  }

  async #newest(target: TargetConfig, subject: string): Promise<Finding> {
    const { roomId, appUserId } = target;
    const jobs =
      this.#running?.get(roomId) ?? (await this.#lister.ofRoom(roomId, appUserId, this.#signal));
    const [newest] = jobs;
    if (newest === undefined) {
      const wayOut =
        'Start the live in MetaStudio; until then events wait, as long as they are young.';
      return warn('job', subject, 'no live job runs', wayOut);
    }
    this.jobs.set(targetKeyOf(target), newest);
    const others = jobs.length === 1 ? '' : `, the newest of ${jobs.length}`;
    return ok('job', subject, `live job ${logText(newest.jobId)} runs${others}`);
  }

  async #pinned(target: TargetConfig, subject: string): Promise<Finding> {
    const { roomId, jobId, appUserId } = target;
    const { state, reportUrl } = await this.#client.showJob(roomId, jobId, {
      signal: this.#signal,
      appUserId,
    });
    if (state === 'PROCESSING') {
      this.jobs.set(targetKeyOf(target), { jobId, reportUrl });
      return ok('job', subject, 'runs');
    }
    if (state === 'WAITING') {
      return warn('job', subject, 'has not started yet', 'Events wait until it has.');
    }
    return fail('job', subject, `has ended (${logText(state)}): it takes no events`, JOB_WAY_OUT);
  }
}

function isOf(subject: string, { roomState, errorInfo, roomName }: LiveRoomDetails): Finding {
  if (roomState === 'DISABLE' || roomState === 'BLOCKED') {
    const why = logText(errorInfo?.errorMsg ?? errorInfo?.errorCode ?? 'no reason given');
    return fail('room', subject, `is ${roomState}: ${why}`, 'Enable it in MetaStudio.');
  }
  return ok('room', subject, roomName === undefined ? 'exists' : logText(roomName));
}

function isMissing(error: unknown): boolean {
  return error instanceof MetaStudioCallError && error.reason === 'not-found';
}
