import { REFUSALS, type Answer, type Refusal } from '../answer.js';
import type { ArrivedRequest } from '../arrived-request.js';
import { confirmRoom, createRoom, deleteRoom, updateRoom } from './change-room.endpoint.js';
import { executeCommand, listInsertCommands } from './command.endpoint.js';
import { issueToken, listProjects } from './iam.endpoint.js';
import { listJobs, showJob, startJob, stopJob, type JobsContext } from './jobs.endpoint.js';
import { warningsOf } from '../rooms/live-warnings.js';
import { confirmRewritings, listRewritings } from './rewritings.endpoint.js';
import { roomDetails } from '../rooms/room-record.js';
import { listRooms } from './rooms.endpoint.js';
import type { ManagementEndpoint } from '../server.js';
import type { MetaStudio } from '../metastudio.js';

const TOKENS_PATH = '/v3/auth/tokens';
/** IAM's, which wants a credential, and no project. */
const PROJECTS_PATH = '/v3/projects';
const ROOMS =
  /^\/v1\/[^/]+\/smart-live-rooms(?:\/([^/]{1,64})(?:\/(confirm|live-warning-info))?)?\/?$/;
const TENANT_JOBS = /^\/v1\/[^/]+\/smart-live-jobs\/?$/;
const REWRITINGS = /^\/v1\/[^/]+\/smart-live-command\/(rule|script)-commands\/?$/;
const USER_CONFIG = /^\/v1\/[^/]+\/smart-live-configs\/user-config\/?$/;
const ROOM_JOBS =
  /^\/v1\/[^/]+\/smart-live-rooms\/([^/]{1,64})\/smart-live-jobs(?:\/([^/]{1,64})(?:\/(stop|command|command\/insert-commands|batch-commands-confirm))?)?\/?$/;

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
    if (room !== null) return this.rooms(request, room[1], room[2], now);
    if (TENANT_JOBS.test(path)) {
      if (request.method !== 'GET') return REFUSALS.badMethod;
      return listJobs(request.query, undefined, this.jobs, now);
    }
    const job = ROOM_JOBS.exec(path);
    if (job !== null) return this.roomJobs(request, job[1]!, job[2], job[3], now);
    const rewritings = REWRITINGS.exec(path);
    if (rewritings !== null) {
      if (request.method !== 'GET') return REFUSALS.badMethod;
      const field = rewritings[1] === 'rule' ? 'interaction_rules' : 'scene_scripts';
      return listRewritings(request.query, rooms, field);
    }
    if (USER_CONFIG.test(path)) return this.studio.userConfig.answer(request);
    return this.studio.platforms.answer(request) ?? this.studio.ruleGroups.answer(request, now);
  }

  private rooms(
    { method, query, body }: ArrivedRequest,
    roomId: string | undefined,
    action: string | undefined,
    now: number,
  ): Answer | Refusal {
    const { settings, rooms } = this.studio;
    if (roomId === undefined) {
      if (method === 'GET') return listRooms(query, rooms, settings.projectId);
      return method === 'POST' ? createRoom(body, rooms, now) : REFUSALS.badMethod;
    }
    const room = rooms.room(roomId);
    if (room === undefined) return REFUSALS.notFound;
    switch (`${method} ${action ?? ''}`) {
      case 'GET ':
        return { status: 200, body: roomDetails(room) };
      case 'PUT ':
        return updateRoom(body, room, now);
      case 'DELETE ':
        return deleteRoom(room, rooms);
      case 'POST confirm':
        return confirmRoom(body, room, now);
      case 'GET live-warning-info':
        return { status: 200, body: { live_warning_info: warningsOf(room), limit_duration: 0 } };
      default:
        return REFUSALS.badMethod;
    }
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
      case 'batch-commands-confirm':
        return confirmRewritings(request.body, job);
      default:
        return listInsertCommands(request.query, job);
    }
  }
}
