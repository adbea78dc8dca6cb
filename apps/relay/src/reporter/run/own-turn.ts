import { MOMENT_LIVES_MS } from '#event-buffer';
import type { Importance } from '../turns/importance.js';
import type { ReportTurns, WaitingTurn } from '../turns/report-turns.js';

/** The turn of one target under the project's limit: it goes on waiting for it while the target looks what came. */
export class OwnTurn {
  #at = -Infinity;
  #waiting: WaitingTurn | undefined;

  /** Whether a turn has come that was waited for. It lasts a moment only, so that turns are not saved up. */
  get hasCome(): boolean {
    return performance.now() - this.#at < MOMENT_LIVES_MS;
  }

  /** In how many ms the report is to be sent; 0 or less: now. */
  get inMs(): number {
    return this.#at - performance.now();
  }

  /** Waits with this importance from now on. */
  wait(turns: Pick<ReportTurns, 'wait'>, importance: Importance, came: () => void): void {
    this.leave();
    this.#waiting = turns.wait(importance, (at) => {
      this.#at = at;
      came();
    });
  }

  leave(): void {
    this.#waiting?.leave();
    this.#waiting = undefined;
  }

  /** Of a turn that has come: it lasts a moment from now on. */
  prolong(): void {
    if (this.hasCome) this.#at = Math.max(this.#at, performance.now());
  }

  /** The turn is used up, with any answer of Redis. */
  used(): void {
    this.#at = -Infinity;
  }
}
