import type { VirtualHuman } from '../virtual-human.js';
import { invalidParameter, REFUSALS, type Answer, type Refusal } from '../answer.js';
import { headerOf, queryPairs, type ArrivedRequest } from '../arrived-request.js';
import type { Faults } from '../faults.js';
import type { IssuedUrls } from '../issued-urls.js';
import type { LiveRooms } from '../rooms/live-rooms.js';
import type { Recorder } from '../record/recorder.js';
import type { ReportPath } from './report-path.js';
import type { ReportedEvent, ReportValidator } from '../validate-report.js';

/** Hears what was accepted. */
export interface Taken {
  readonly recorder: Recorder;
  readonly human: VirtualHuman;
}

const QUERY_NAMES = new Set(['auth_key', 'expires_time', 'refresh_url']);

/**
 * Takes reports of live events: checks everything, records the events, and hands out a fresh URL
 * when asked for one.
 *
 * @see https://support.huaweicloud.com/api-metastudio/LiveEventReport.html
 */
export class ReportEndpoint {
  constructor(
    private readonly rooms: LiveRooms,
    private readonly validator: ReportValidator,
    private readonly taken: Taken,
    private readonly issued: IssuedUrls,
    private readonly faults: Faults,
  ) {}

  /** Answers an authenticated report. */
  answer(
    request: ArrivedRequest,
    path: ReportPath,
    poisons: readonly string[],
    now: number,
  ): Answer | Refusal {
    if (request.method !== 'POST') return REFUSALS.badMethod;
    const room = this.rooms.room(path.roomId);
    const job = this.rooms.job(path.roomId, path.jobId);
    if (room === undefined || job === undefined) return REFUSALS.notFound;
    if (job.state !== 'PROCESSING') return REFUSALS.jobState;
    const problem = parameterProblem(request);
    if (problem !== undefined) return invalidParameter(problem);
    const type = headerOf(request.headers, 'content-type') ?? '';
    if (!/^application\/json\s*(;|$)/i.test(type)) return REFUSALS.badJson;
    const report = this.validator.read(request.body);
    if ('code' in report) return report;
    const { events } = report;
    const poison = poisonIn(events, poisons);
    if (poison !== undefined) {
      this.faults.poisoned(poison);
      return invalidParameter('events');
    }
    this.taken.recorder.accept(path.roomId, path.jobId, report, now);
    this.taken.human.hear(job, events, now);
    if (!wantsRefresh(request)) return { status: 200, body: {} };
    return { status: 200, body: { live_event_report_url: this.issued.refresh(path, now) } };
  }
}

function parameterProblem(request: ArrivedRequest): string | undefined {
  const pairs = queryPairs(request.query);
  if (pairs === undefined) return 'the query cannot be read';
  for (const [name, value] of pairs) {
    if (!QUERY_NAMES.has(name)) return 'unknown query parameter';
    if (name === 'refresh_url' && !/^(?:true|false)$/i.test(value)) {
      return 'refresh_url must be true or false';
    }
  }
  return undefined;
}

function wantsRefresh(request: ArrivedRequest): boolean {
  if (request.query === '') return false;
  const pairs = queryPairs(request.query) ?? [];
  return pairs.some(([name, value]) => name === 'refresh_url' && value.toLowerCase() === 'true');
}

function poisonIn(
  events: readonly ReportedEvent[],
  poisons: readonly string[],
): string | undefined {
  if (poisons.length === 0) return undefined;
  return poisons.find((poison) => events.some(({ content }) => content?.includes(poison)));
}
