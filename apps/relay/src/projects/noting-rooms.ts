import type { LedgerReader } from '#event-buffer';
import type { ProjectListener } from './project-listener.js';

/**
 * Keeps in Redis, for `status`, which rooms a project does not have, and tells all on. Best effort:
 * the next start of any process asks and notes again.
 */
export function notingRooms(
  project: string,
  listener: ProjectListener,
  ledger: Pick<LedgerReader, 'noteRoom'>,
  failed: (error: Error) => void,
): ProjectListener {
  const note = (roomId: string, isMissing: boolean): void => {
    ledger.noteRoom(`${project}/${roomId}`, isMissing).catch(failed);
  };
  return {
    ...listener,
    roomMissing: (roomId) => {
      note(roomId, true);
      listener.roomMissing(roomId);
    },
    roomFound: (roomId, wasMissing) => {
      note(roomId, false);
      listener.roomFound(roomId, wasMissing);
    },
  };
}
