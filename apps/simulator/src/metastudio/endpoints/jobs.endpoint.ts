import { invalidParameter, REFUSALS, type Answer, type Refusal } from '../answer.js';
import type { ArrivedRequest } from '../arrived-request.js';
import type { IssuedUrls } from '../issued-urls.js';
import { jobRecord, rtcRoom } from '../rooms/job-record.js';
import { isListOf, readListQuery, readTime, type ListQuery } from './list-query.js';
import { JOB_STATES, type LiveJob, type LiveRoom, type LiveRooms } from '../rooms/live-rooms.js';
import { warningsOf } from '../rooms/live-warnings.js';
import { callbackRecord } from '../rooms/room-record.js';
import { readStartRequest } from '../start-request.js';

/** What the calls on jobs work on. */
export interface JobsContext {
  readonly rooms: LiveRooms;
  readonly issued: IssuedUrls;
  readonly projectId: string;
}

const ROOM_QUERY = ['state', 'sort_key', 'sort_dir', 'create_since', 'create_until'];
const SORT_KEYS = ['create_time', 'update_time', 'asset_order'];

/**
 * ListSmartLive (of a room) and ListSmartLiveJobs (of the tenant).
 *
 * @see https://support.huaweicloud.com/api-metastudio/ListSmartLive.html
 */
export function listJobs(
  query: string,
  room: LiveRoom | undefined,
  context: JobsContext,
  now: number,
): Answer | Refusal {
  const names = room === undefined ? [...ROOM_QUERY, 'room_name'] : ROOM_QUERY;
  const list = readListQuery(query, names);
  if ('code' in list) return list;
  const problem = filterProblem(list.values);
  if (problem !== undefined) return invalidParameter(problem);
  const jobs = (room?.jobs ?? context.rooms.jobs()).filter((job) => matches(job, list.values));
  sortJobs(jobs, list.values);
  const page = jobs.slice(list.offset, list.offset + list.limit);
  const records = page.map((job) => jobRecord(job, reportUrl(job, context, now), now));
  return { status: 200, body: { count: jobs.length, smart_live_jobs: records } };
}

/** ShowSmartLive. */
export function showJob(job: LiveJob, context: JobsContext, now: number): Answer {
  return { status: 200, body: jobRecord(job, reportUrl(job, context, now), now) };
}

/**
 * StartSmartLive.
 *
 * @see https://support.huaweicloud.com/api-metastudio/StartSmartLive.html
 */
export function startJob(
  request: ArrivedRequest,
  room: LiveRoom,
  context: JobsContext,
  now: number,
): Answer | Refusal {
  const start = readStartRequest(request.body);
  if ('code' in start) return start;
  if (start.singleJobInRoom && context.rooms.running(room) !== undefined) return REFUSALS.jobState;
  const job = context.rooms.start(room, now);
  return {
    status: 202,
    body: {
      job_id: job.jobId,
      rtc_room_info: rtcRoom(job),
      live_event_report_url: reportUrl(job, context, now),
      live_event_callback_config: callbackRecord(),
      live_warning_info: warningsOf(room),
      limit_duration: 0,
    },
  };
}

/** StopSmartLive: only what waits or runs can be stopped. */
export function stopJob(job: LiveJob, context: JobsContext, now: number): Answer | Refusal {
  if (job.state !== 'WAITING' && job.state !== 'PROCESSING') return REFUSALS.jobState;
  context.rooms.setState(job, 'SUCCEED', now);
  return { status: 200, body: {} };
}

function filterProblem(values: ListQuery): string | undefined {
  const state = values.get('state');
  if (state !== undefined && !isListOf(state, JOB_STATES)) return 'state';
  if (!SORT_KEYS.includes(values.get('sort_key') ?? 'create_time')) return 'sort_key';
  if (!['asc', 'desc'].includes(values.get('sort_dir') ?? 'asc')) return 'sort_dir';
  for (const name of ['create_since', 'create_until']) {
    const text = values.get(name);
    if (text !== undefined && readTime(text) === undefined) return name;
  }
  return undefined;
}

function matches(job: LiveJob, values: ListQuery): boolean {
  const states = values.get('state')?.split(',');
  if (states !== undefined && !states.includes(job.state)) return false;
  if (!job.room.roomName.includes(values.get('room_name') ?? '')) return false;
  const since = readTime(values.get('create_since') ?? '') ?? 0;
  const until = readTime(values.get('create_until') ?? '') ?? Infinity;
  return job.createdAt >= since && job.createdAt <= until;
}

/** Sorts in place; the order of creation within a millisecond is kept, either way round. */
function sortJobs(jobs: LiveJob[], values: ListQuery): void {
  const byUpdate = values.get('sort_key') === 'update_time';
  jobs.sort((a, b) => (byUpdate ? a.updatedAt - b.updatedAt : a.createdAt - b.createdAt));
  if (values.get('sort_dir') === 'desc') jobs.reverse();
}

function reportUrl(job: LiveJob, { issued, projectId }: JobsContext, now: number): string {
  return issued.current({ projectId, roomId: job.room.roomId, jobId: job.jobId }, now);
}
