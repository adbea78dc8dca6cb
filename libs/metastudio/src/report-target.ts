import { encodeRfc3986 } from './rfc3986.js';
import { RequestUrl } from './request-url.js';

/** The live job that a report goes to. */
export interface ReportTarget {
  readonly projectId: string;
  readonly roomId: string;
  readonly jobId: string;
}

/** The path of a job's live-event-report. */
export function reportPathOf({ projectId, roomId, jobId }: ReportTarget): string {
  return `${jobsPathOf(projectId, roomId)}/${encodeRfc3986(jobId)}/live-event-report`;
}

/** The path of a room's live jobs. */
export function jobsPathOf(projectId: string, roomId: string): string {
  return `${roomsPathOf(projectId)}/${encodeRfc3986(roomId)}/smart-live-jobs`;
}

/** The path of a project's live rooms. */
export function roomsPathOf(projectId: string): string {
  return `/v1/${encodeRfc3986(projectId)}/smart-live-rooms`;
}

/**
 * Where a job's events are reported when MetaStudio has issued no URL for it.
 *
 * @see https://support.huaweicloud.com/api-metastudio/LiveEventReport.html
 */
export function reportUrlOf(
  endpoint: { readonly origin: string },
  target: ReportTarget,
): RequestUrl {
  const url = RequestUrl.parse(`${endpoint.origin}${reportPathOf(target)}`);
  if (url === undefined) throw new TypeError('An endpoint without an http(s) origin.');
  return url;
}
