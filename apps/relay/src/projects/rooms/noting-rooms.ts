import { setImmediate } from 'node:timers/promises';
import type { LedgerReader } from '#event-buffer';
import type { ProjectListener } from '../access/project-listener.js';

/** The targets whose rooms are missing, as this process last heard. */
export class MissingRooms {
  readonly #targets = new Set<string>();
  readonly #found = new Set<string>();
  #noting: Promise<void> | undefined;
  readonly #ledger: Pick<LedgerReader, 'noteRooms'>;

  constructor(ledger: Pick<LedgerReader, 'noteRooms'>) {
    this.#ledger = ledger;
  }

  async note(target: string, isMissing: boolean): Promise<void> {
    if (isMissing) {
      this.#found.delete(target);
      this.#targets.add(target);
      return this.#ledger.noteRooms([target], true);
    }
    this.#targets.delete(target);
    this.#found.add(target);
    // One listing shows thousands of rooms.
    this.#noting ??= this.#noteFound();
    return this.#noting;
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
    if (this.#targets.size > 0) await this.#ledger.noteRooms([...this.#targets], true);
  }

  async #noteFound(): Promise<void> {
    await setImmediate();
    const found = [...this.#found];
    this.#found.clear();
    this.#noting = undefined;
    if (found.length > 0) await this.#ledger.noteRooms(found, false);
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
