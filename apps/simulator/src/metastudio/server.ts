import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

import { REFUSALS, type Answer, type Refusal } from './answer.js';
import { splitTarget, type ArrivedRequest } from './arrived-request.js';
import type { FaultSetup } from './fault.js';
import type { Strike } from './faults.js';
import type { MetaStudio } from './metastudio.js';
import { readBody } from './read-body.js';
import { headerProblem } from './request-headers.js';
import { parseReportPath, type ReportPath } from './endpoints/report-path.js';
import { respond, respondHalf, respondHuge, respondText } from './respond.js';
import { throttlingRefusal } from './throttle.js';

/** Answers the management calls: rooms, jobs, tokens. */
export interface ManagementEndpoint {
  /** @returns `undefined` for a path that it does not know. */
  answer(request: ArrivedRequest, now: number): Answer | Refusal | undefined;
  /** Whether a path requires no credential, like IAM's. */
  isOpen(path: string): boolean;
}

/** One request and its state in the stand-in. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId: string;
  readonly report: ReportPath | undefined;
  readonly strike: Strike;
  /** Ends its time in flight. */
  readonly leave: (how: 'answered' | 'gone') => void;
}

/** Serves MetaStudio's API: faults first, then the credential, then the call itself. */
export class MetaStudioServer {
  constructor(
    private readonly studio: MetaStudio,
    private readonly management: ManagementEndpoint,
  ) {}

  /** For `http.createServer`. */
  readonly listener: RequestListener = (request, response) => {
    const { path, query } = splitTarget(request.url ?? '/');
    const report = parseReportPath(path);
    const leave = report === undefined ? () => {} : this.studio.inFlight.enter(report.jobId);
    response.once('close', () => leave('gone'));
    const kind = report === undefined ? 'manage' : 'report';
    const strike = this.studio.faults.strike(kind, report?.jobId);
    const requestId = this.studio.nextRequestId();
    const exchange = { request, response, requestId, report, strike, leave };
    this.serve(exchange, path, query).catch((error: unknown) => {
      // A defect of the stand-in must not look like the relay's.
      process.stderr.write(`simulator: ${error instanceof Error ? error.stack : String(error)}\n`);
      response.destroy();
    });
  };

  private async serve(exchange: Exchange, path: string, query: string): Promise<void> {
    const { request, strike } = exchange;
    const reset = strike.fault?.reset;
    if (reset === 'before' || reset === 'mid-request') {
      cut(request, reset);
      return;
    }
    const body = await readBody(request, this.studio.settings.bodyBytesMax);
    if (body === undefined) return;
    if (strike.fault?.hang === 'before') return;
    const { method = 'GET', headers } = request;
    const tooLarge = body === 'too-large';
    const bytes = tooLarge ? Buffer.alloc(0) : body;
    const arrived = { method, path, query, headers, body: bytes };
    const answer = tooLarge ? REFUSALS.tooLarge : this.decide(exchange, arrived);
    await this.waitLatency(exchange);
    this.finish(exchange, answer);
  }

  private decide({ report, strike }: Exchange, request: ArrivedRequest): Answer | Refusal {
    const now = Date.now();
    const { fault } = strike;
    if (fault?.throttle !== undefined) {
      return throttlingRefusal(1, fault.throttle.retryAfterSeconds);
    }
    if (fault?.status !== undefined && fault.status >= 400) return { status: fault.status };
    const throttled = report === undefined ? undefined : this.studio.throttle.check(now);
    if (throttled !== undefined) return throttled;
    if (report === undefined && this.management.isOpen(request.path)) {
      return this.management.answer(request, now) ?? REFUSALS.noSuchApi;
    }
    const refusal = this.studio.authenticator.check(request, report, now);
    if (refusal !== undefined) return refusal;
    const project = /^\/v1\/([^/]+)\//.exec(request.path)?.[1];
    if (project !== undefined && project !== this.studio.settings.projectId) {
      return REFUSALS.otherTenant;
    }
    const problem = request.path.startsWith('/v3/')
      ? undefined
      : headerProblem(request, this.studio.settings.projectId);
    if (problem !== undefined) return problem;
    if (report !== undefined) {
      return this.studio.reports.answer(request, report, strike.poisons, now);
    }
    return this.management.answer(request, now) ?? REFUSALS.noSuchApi;
  }

  private finish(exchange: Exchange, answer: Answer | Refusal): void {
    const { response, requestId, leave } = exchange;
    // A fault after acceptance requires an acceptance: a refusal stands.
    const fault = 'code' in answer ? {} : (exchange.strike.fault ?? {});
    if (response.destroyed) return;
    if (fault.reset === 'after-accept') {
      exchange.request.socket.resetAndDestroy();
      return;
    }
    if (fault.hang === 'after') return;
    // The caller may send its next report as soon as it has read this answer.
    leave('answered');
    count(this.studio.answered, fault.status ?? answer.status);
    if ('code' in answer) count(this.studio.refused, answer.code);
    const shaped = this.shaped(answer, requestId);
    if (fault.status !== undefined) {
      respondAsTold(response, fault, fault.status, requestId);
    } else if (fault.nonsense === true) {
      respondText(response, 200, '<html>nonsense', requestId);
    } else if (fault.hugeBodyBytes !== undefined) {
      respondHuge(response, fault.hugeBodyBytes, requestId);
    } else if (fault.reset === 'mid-response') {
      respondHalf(response, shaped, requestId);
    } else {
      respond(response, shaped, requestId);
    }
  }

  private shaped(answer: Answer | Refusal, requestId: string): Answer {
    return 'code' in answer ? this.studio.errors.answer(answer, requestId) : answer;
  }

  private waitLatency({ response, strike, report }: Exchange): Promise<void> | undefined {
    const base = report === undefined ? 0 : this.studio.settings.latencyMs;
    const latencyMs = base + strike.latencyMs;
    if (latencyMs === 0) return undefined;
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, latencyMs);
      response.once('close', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}

function respondAsTold(
  response: ServerResponse,
  fault: FaultSetup,
  status: number,
  requestId: string,
): void {
  const { body = {}, headers } = fault;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  respondText(response, status, text, requestId, headers);
}

/** Cuts the connection at once, or when the body begins to arrive. */
function cut(request: IncomingMessage, point: 'before' | 'mid-request'): void {
  const reset = (): void => void request.socket.resetAndDestroy();
  if (point === 'before') {
    reset();
    return;
  }
  request.once('data', reset);
  request.once('end', reset);
}

function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
