import type { IncomingMessage, ServerResponse } from 'node:http';

import { queryPairs, splitTarget } from '../metastudio/arrived-request.js';
import { readBody } from '../metastudio/read-body.js';
import { readFault } from '../metastudio/fault.js';
import { isRecord, readJson } from '../metastudio/json.js';
import { JOB_STATES, type JobState } from '../metastudio/rooms/live-rooms.js';
import type { MetaStudio } from '../metastudio/metastudio.js';
import { eventLines } from './event-lines.js';
import { metaStudioState, roomState } from './state.js';

const BODY_BYTES_MAX = 1024 * 1024;

/** The controls of the chat platforms. */
export interface ChatControl {
  /** The chat's part of `GET /_sim/state`. */
  state(): object;
  /** @returns the outcome, or a sentence why it is impossible. */
  act(platform: string, action: string, body: Record<string, unknown>): object | string;
}

type Outcome = { readonly status: number; readonly body?: object | string };

/** Serves `/_sim/…`, through which tests and the demo inspect and control the stand-in. */
export class ControlEndpoint {
  constructor(
    private readonly studio: MetaStudio,
    private readonly chat: ChatControl,
  ) {}

  /** Answers a request whose path begins with `/_sim/`. */
  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request, BODY_BYTES_MAX);
    if (body === undefined) return;
    const parsed = body === 'too-large' ? undefined : parseBody(body);
    const { path, query } = splitTarget(request.url ?? '/');
    const outcome: Outcome =
      parsed === undefined
        ? { status: 400, body: { problem: 'The body is an object as JSON, of at most 1 MiB.' } }
        : this.outcome(`${request.method} ${path}`, query, parsed);
    const { status, body: result = {} } = outcome;
    const lines = typeof result === 'string';
    response.writeHead(status, {
      'content-type': lines ? 'application/jsonl' : 'application/json',
    });
    response.end(lines ? result : JSON.stringify(result));
  }

  private outcome(call: string, query: string, body: Record<string, unknown>): Outcome {
    switch (call) {
      case 'GET /_sim/state':
        return { status: 200, body: { ...metaStudioState(this.studio), chat: this.chat.state() } };
      case 'GET /_sim/events':
        return this.events(query);
      case 'GET /_sim/faults':
        return { status: 200, body: this.studio.faults.list() };
      case 'POST /_sim/faults':
        return this.addFault(body);
      case 'DELETE /_sim/faults':
        this.studio.faults.clear();
        return { status: 204 };
      case 'POST /_sim/tokens/expire':
        this.studio.tokens.expireAll();
        return { status: 204 };
      case 'POST /_sim/urls/revoke':
        this.studio.issued.revoke(typeof body['job'] === 'string' ? body['job'] : undefined);
        return { status: 204 };
      default:
        return this.pathCall(call, body);
    }
  }

  private pathCall(call: string, body: Record<string, unknown>): Outcome {
    const room = /^POST \/_sim\/rooms\/([^/]+)\/(start|stop)$/.exec(call);
    if (room !== null) return this.steerRoom(room[1]!, room[2]!, body);
    const chat = /^POST \/_sim\/chat\/([^/]+)\/([^/]+)$/.exec(call);
    if (chat === null) return problem(404, 'No such control.');
    const done = this.chat.act(chat[1]!, chat[2]!, body);
    return typeof done === 'string' ? problem(400, done) : { status: 200, body: done };
  }

  private events(query: string): Outcome {
    const values = new Map(queryPairs(query) ?? []);
    const after = Number(values.get('after') ?? '0');
    const limit = Number(values.get('limit') ?? '10000');
    if (!Number.isSafeInteger(after) || !Number.isSafeInteger(limit) || after < 0 || limit < 1) {
      return problem(400, 'after and limit are whole numbers.');
    }
    return { status: 200, body: eventLines(this.studio, after, limit, values.get('job')) };
  }

  private addFault(body: Record<string, unknown>): Outcome {
    const fault = readFault(body);
    if (typeof fault === 'string') return problem(400, fault);
    const id = this.studio.faults.add(fault);
    if (id === undefined) return problem(409, 'There are 64 faults already; remove some.');
    return { status: 201, body: { id } };
  }

  private steerRoom(roomId: string, verb: string, body: Record<string, unknown>): Outcome {
    const { rooms } = this.studio;
    const room = rooms.room(roomId);
    if (room === undefined) return problem(404, 'No such room.');
    const { state, jobId } = body;
    if (state !== undefined && !JOB_STATES.includes(state as JobState)) {
      return problem(400, `state is one of ${JOB_STATES.join(', ')}.`);
    }
    if (jobId !== undefined && (typeof jobId !== 'string' || !/^[\w-]{1,64}$/.test(jobId))) {
      return problem(400, 'jobId is a text of letters, digits, - and _.');
    }
    if (verb === 'start') {
      rooms.start(room, Date.now(), {
        ...(jobId === undefined ? {} : { jobId }),
        ...(state === undefined ? {} : { state: state as JobState }),
      });
    } else {
      for (const job of room.jobs) {
        const open = job.state === 'PROCESSING' || job.state === 'WAITING';
        const meant = jobId === undefined || jobId === job.jobId;
        if (open && meant) rooms.setState(job, (state as JobState) ?? 'SUCCEED', Date.now());
      }
    }
    return { status: 200, body: roomState(room) };
  }
}

function problem(status: number, sentence: string): Outcome {
  return { status, body: { problem: sentence } };
}

function parseBody(body: Buffer): Record<string, unknown> | undefined {
  if (body.length === 0) return {};
  const value = readJson(body);
  return isRecord(value) ? value : undefined;
}
