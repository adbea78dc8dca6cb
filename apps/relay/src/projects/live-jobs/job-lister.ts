import type { LiveJob, LiveJobFilter, ManagementClient } from '#metastudio';
import type { OpenJob } from './live-jobs.js';

/** A live job that runs now. */
export interface RunningJob extends OpenJob {
  /** In ms since 1970; -Infinity where MetaStudio does not tell. */
  readonly createdAt: number;
}

/** The running jobs of one room, the newest first. */
export type RunningJobsOfRoom = readonly RunningJob[];

/** A room runs one job, or a few; more are of no use. */
const JOBS_OF_ROOM_MAX = 50;
const RUNNING: LiveJobFilter = {
  state: ['PROCESSING'],
  sortKey: 'create_time',
  sortDir: 'desc',
};

/** Asks MetaStudio which jobs run now. */
export class JobLister {
  readonly #client: ManagementClient;

  constructor(client: ManagementClient) {
    this.#client = client;
  }

  /**
   * Lists the running jobs of all wanted rooms, in as many pages as it takes. A room without a
   * running job, or that the listing does not show, is absent.
   */
  async ofProject(
    wanted: (roomId: string) => boolean,
    signal: AbortSignal,
  ): Promise<Map<string, RunningJobsOfRoom>> {
    const found = new Map<string, RunningJob[]>();
    for await (const job of this.#client.listJobs(RUNNING, { signal })) {
      if (job.roomId === undefined || !isRunning(job) || !wanted(job.roomId)) continue;
      const ofRoom = found.get(job.roomId) ?? [];
      if (ofRoom.length < JOBS_OF_ROOM_MAX) ofRoom.push(runningJobOf(job));
      found.set(job.roomId, ofRoom);
    }
    for (const ofRoom of found.values()) ofRoom.sort(newestFirst);
    return found;
  }

  /** @param appUserId the app user of the room, where that is not the project's. */
  async ofRoom(
    roomId: string,
    appUserId: string | undefined,
    signal?: AbortSignal,
  ): Promise<RunningJobsOfRoom> {
    const jobs: RunningJob[] = [];
    const filter = { ...RUNNING, limit: JOBS_OF_ROOM_MAX };
    for await (const job of this.#client.listRoomJobs(roomId, filter, { signal, appUserId })) {
      if (isRunning(job)) jobs.push(runningJobOf(job));
    }
    return jobs.sort(newestFirst);
  }
}

/** The server's filter is not documented exactly, so its result is filtered again. */
function isRunning({ state }: LiveJob): boolean {
  return state === 'PROCESSING';
}

function runningJobOf({ jobId, reportUrl, createTime, startTime }: LiveJob): RunningJob {
  const createdAt = Date.parse(createTime ?? startTime ?? '');
  return { jobId, reportUrl, createdAt: Number.isNaN(createdAt) ? -Infinity : createdAt };
}

/** Jobs of the same second keep the order of the listing: sorting is stable. */
function newestFirst(a: RunningJob, b: RunningJob): number {
  return a.createdAt === b.createdAt ? 0 : b.createdAt - a.createdAt;
}
