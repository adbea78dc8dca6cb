import type { LedgerReader } from '#event-buffer';
import type { ProjectListener } from '../access/project-listener.js';

/** The targets whose rooms are missing, as this process last heard. */
export class MissingRooms {
  readonly #targets = new Set<string>();
  readonly #ledger: Pick<LedgerReader, 'noteRoom'>;

  constructor(ledger: Pick<LedgerReader, 'noteRoom'>) {
    this.#ledger = ledger;
  }

  async note(target: string, isMissing: boolean): Promise<void> {
    if (isMissing) this.#targets.add(target);
    else this.#targets.delete(target);
    await this.#ledger.noteRoom(target, isMissing);
  }

  /**
   * This process does not ask for the room any more. Redis forgets it with the target: another process may
   * still ask for it.
   */
  leave(target: string): void {
    this.#targets.delete(target);
  }

  /** Writes them to Redis again, which may have lost them. */
  async sayAgain(): Promise<void> {
    for (const target of this.#targets) await this.#ledger.noteRoom(target, true);
  }
}

/**
 * A listener that writes to Redis, for `status`, which rooms a project does not have, and passes
 * everything on. Best effort: every process that starts asks and writes again.
 */
export function notingRooms(
  project: string,
  listener: ProjectListener,
  rooms: Pick<MissingRooms, 'note' | 'leave'>,
  failed: (error: Error) => void,
): ProjectListener {
  const note = (roomId: string, isMissing: boolean): void => {
    rooms.note(`${project}/${roomId}`, isMissing).catch(failed);
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
    roomLeft: (roomId) => {
      rooms.leave(`${project}/${roomId}`);
      listener.roomLeft(roomId);
    },
  };
}
