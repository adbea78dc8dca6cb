import { CredentialError, MetaStudioCallError } from '#metastudio';
import { loggedError, type RelayLog, type RelayMetrics } from '#telemetry';
import { notingRooms, type MissingRooms } from '../projects/rooms/noting-rooms.js';
import type { ProjectListener } from '../projects/access/project-listener.js';

/** The listeners of projects: for logs, metrics, and for `status` in Redis. */
export function projectListeners(
  { metrics, log }: { readonly metrics: RelayMetrics; readonly log: RelayLog },
  rooms: MissingRooms,
  failed: (error: Error) => void,
): (project: string) => ProjectListener {
  return (project) => {
    return notingRooms(project, projectTelemetry(project, metrics, log), rooms, failed);
  };
}

/** Tells logs and metrics what happens around a project's management calls. */
function projectTelemetry(project: string, metrics: RelayMetrics, log: RelayLog): ProjectListener {
  metrics.clockSkew.set(0, project);
  return {
    clockSkewed: ({ skewMs }) => {
      metrics.clockSkew.set(skewMs / 1000, project);
      if (skewMs === 0) {
        log.write('info', 'clock_agrees', "The clock agrees with MetaStudio's again.", { project });
        return;
      }
      const sentence =
        "The clock differs from MetaStudio's by more than a minute; signatures are corrected.";
      const wayOut = 'Set the clock of this machine by NTP, for example: timedatectl set-ntp true.';
      log.write('warn', 'clock_skewed', sentence, { project, skewMs, wayOut });
    },
    lookupFailed: (error) => {
      const { cause } = error;
      log.write('error', 'job_lookup_failed', logSentenceOf(cause), {
        project,
        reason: cause instanceof MetaStudioCallError ? cause.reason : undefined,
        code: codeOf(cause),
        wayOut: 'Run live-relay doctor.',
        // The cause alone: the sentence has told the rest.
        error: loggedError(cause),
      });
    },
    lookupRecovered: (durationMs) => {
      log.write('info', 'job_lookup_recovered', 'Live jobs can be looked up again.', {
        project,
        durationMs: Math.round(durationMs),
      });
    },
    listingRefused: (error) => {
      const sentence =
        'The live jobs of the project may not be listed; rooms are asked one by one.';
      log.write('warn', 'job_listing_refused', sentence, { project, error: loggedError(error) });
    },
    roomMissing: (roomId) => {
      log.write('error', 'room_missing', 'The project has no such live room.', {
        target: `${project}/${roomId}`,
        project,
        wayOut: 'Check target.roomId against: live-relay rooms; and appUserId.',
      });
    },
    roomFound: (roomId, wasMissing) => {
      if (!wasMissing) return;
      log.write('info', 'room_found', 'The project has the live room now.', {
        target: `${project}/${roomId}`,
        project,
      });
    },
    roomLeft: () => {},
  };
}

/** The code of MetaStudio, or of the service that gives the credential. */
function codeOf(cause: unknown): string | undefined {
  if (cause instanceof CredentialError) return cause.giverCode;
  return cause instanceof MetaStudioCallError ? cause.errorCode : undefined;
}

function logSentenceOf(cause: unknown): string {
  const who =
    cause instanceof CredentialError
      ? !cause.retriable && cause.giver
      : cause instanceof MetaStudioCallError && cause.reason === 'unauthorized' && 'MetaStudio';
  return who === false
    ? 'Live jobs cannot be looked up; the last known ones are used for five minutes.'
    : `${who.slice(0, 1).toUpperCase()}${who.slice(1)} refuses the project's credential: its live jobs cannot be looked up.`;
}
