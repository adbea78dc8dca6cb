/** The names in the path of a report. */
export interface ReportPath {
  readonly projectId: string;
  readonly roomId: string;
  readonly jobId: string;
}

const REPORT =
  /^\/v1\/([^/]{1,64})\/smart-live-rooms\/([^/]{1,64})\/smart-live-jobs\/([^/]{1,64})\/live-event-report\/?$/;

/** Reads a report's path; `undefined` for every other. */
export function parseReportPath(path: string): ReportPath | undefined {
  const match = REPORT.exec(path);
  if (match === null) return undefined;
  return { projectId: match[1]!, roomId: match[2]!, jobId: match[3]! };
}

/** The path of a job's reports. */
export function reportPath({ projectId, roomId, jobId }: ReportPath): string {
  const job = `/v1/${projectId}/smart-live-rooms/${roomId}/smart-live-jobs/${jobId}`;
  return `${job}/live-event-report`;
}
