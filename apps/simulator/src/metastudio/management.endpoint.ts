import { REFUSALS, type Answer, type Refusal } from './answer.js';
import type { ArrivedRequest } from './arrived-request.js';
import { executeCommand, listInsertCommands } from './command.endpoint.js';
import { issueToken, listProjects } from './iam.endpoint.js';
import { listJobs, showJob, startJob, stopJob, type JobsContext } from './jobs.endpoint.js';
import { warningsOf } from './live-warnings.js';
import { roomDetails } from './room-record.js';
import { listRooms, showRoom } from './rooms.endpoint.js';
import type { ManagementEndpoint } from './server.js';
import type { MetaStudio } from './metastudio.js';

const TOKENS_PATH = '/v3/auth/tokens';
/** IAM's, which wants a credential, and no project. */
const PROJECTS_PATH = '/v3/projects';
const ROOMS = /^\/v1\/[^/]+\/smart-live-rooms(?:\/([^/]{1,64}))?\/?$/;
const TENANT_JOBS = /^\/v1\/[^/]+\/smart-live-jobs\/?$/;
const ROOM_WARNINGS = /^\/v1\/[^/]+\/smart-live-rooms\/([^/]{1,64})\/live-warning-info\/?$/;
const USER_CONFIG = /^\/v1\/[^/]+\/smart-live-configs\/user-config\/?$/;
const ROOM_JOBS =
  /^\/v1\/[^/]+\/smart-live-rooms\/([^/]{1,64})\/smart-live-jobs(?:\/([^/]{1,64})(?:\/(stop|command|command\/insert-commands))?)?\/?$/;

/** The calls around the reports: rooms, jobs, and IAM's tokens. */
export class ManagementCalls implements ManagementEndpoint {
  private readonly jobs: JobsContext;

  constructor(private readonly studio: MetaStudio) {
    const { rooms, issued, settings } = studio;
    this.jobs = { rooms, issued, projectId: settings.projectId };
  }

  isOpen(path: string): boolean {
    return path === TOKENS_PATH;
  }

  answer(request: ArrivedRequest, now: number): Answer | Refusal | undefined {
    const { path } = request;
    const { settings, tokens, rooms } = this.studio;
    if (path === TOKENS_PATH) return issueToken(request, settings.iam, tokens, now);
    if (path === PROJECTS_PATH) return listProjects(request, settings.iam, settings.projectId);
    const room = ROOMS.exec(path);
    if (room !== null) {
      if (request.method !== 'GET') return REFUSALS.badMethod;
      const roomId = room[1];
      return roomId === undefined
        ? listRooms(request.query, rooms, settings.projectId)
        : showRoom(roomId, rooms);
    }
    if (TENANT_JOBS.test(path)) {
      if (request.method !== 'GET') return REFUSALS.badMethod;
      return listJobs(request.query, undefined, this.jobs, now);
    }
    const job = ROOM_JOBS.exec(path);
    if (job !== null) return this.roomJobs(request, job[1]!, job[2], job[3], now);
    const warned = ROOM_WARNINGS.exec(path);
    if (warned !== null) return this.warnings(request, warned[1]!);
    if (USER_CONFIG.test(path)) return this.studio.userConfig.answer(request);
    return this.studio.ruleGroups.answer(request, now);
  }

  private roomJobs(
    request: ArrivedRequest,
    roomId: string,
    jobId: string | undefined,
    action: string | undefined,
    now: number,
  ): Answer | Refusal {
    const room = this.studio.rooms.room(roomId);
    if (room === undefined) return REFUSALS.notFound;
    const { method } = request;
    if (jobId === undefined) {
      if (method === 'GET') return listJobs(request.query, room, this.jobs, now);
      return method === 'POST' ? startJob(request, room, this.jobs, now) : REFUSALS.badMethod;
    }
    const job = this.studio.rooms.job(roomId, jobId);
    if (job === undefined) return REFUSALS.notFound;
    const isRead = action === undefined || action.endsWith('insert-commands');
    if (method !== (isRead ? 'GET' : 'POST')) return REFUSALS.badMethod;
    switch (action) {
      case undefined:
        return showJob(job, this.jobs, now);
      case 'stop':
        return stopJob(job, this.jobs, now);
      case 'command':
        return executeCommand(request, job, {
          details: roomDetails(room),
          human: this.studio.human,
        });
      default:
        return listInsertCommands(request.query, job);
    }
  }

  private warnings(request: ArrivedRequest, roomId: string): Answer | Refusal {
    const room = this.studio.rooms.room(roomId);
    if (room === undefined) return REFUSALS.notFound;
    if (request.method !== 'GET') return REFUSALS.badMethod;
    return { status: 200, body: { live_warning_info: warningsOf(room), limit_duration: 0 } };
  }
}
