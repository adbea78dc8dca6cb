import type { FleetView, Move } from './fleet-view.js';

/** How long a plan has to stand, in ms: as long as weights are averaged over. */
const STANDS_MS = 60_000;

/**
 * When moves by choice may begin. Weights are measured over times that differ from bridge to bridge, and
 * what one weighs that has just changed hands is not known for a while, so a difference must last before
 * a bridge moves for it. For a collector that holds nothing no weights are needed. Moves that have begun go
 * on until none is planned.
 */
export class MoveRound {
  #isOpen = false;
  #plannedSince: number | undefined;

  /**
   * @param now on a clock that never jumps, in ms.
   * @returns whether what is planned may be carried out.
   */
  mayMove({ bridges, arriving }: FleetView, moves: readonly Move[], now: number): boolean {
    if (moves.length === 0 && (arriving?.size ?? 0) === 0) {
      this.#isOpen = false;
      this.#plannedSince = undefined;
      return false;
    }
    this.#plannedSince ??= now;
    const holders = new Set(bridges.map(({ holder }) => holder));
    const isForIdle = moves.some(({ to }) => !holders.has(to));
    this.#isOpen ||= isForIdle || now - this.#plannedSince >= STANDS_MS;
    return this.#isOpen;
  }
}
