import type { StatusChange } from '../api/contract.js';

type Told = Pick<StatusChange, 'at' | 'targets' | 'bridges' | 'removed' | 'leftOut'>;

/** The time of a message, and how many rows that had changed by then are still to come. */
interface Mark {
  readonly at: number;
  readonly left: number;
}

/** What is known of the rows that are left out, for another page. */
export interface LeftOutState {
  readonly since: number | undefined;
  readonly marks: readonly Mark[];
}

/**
 * Since when the rows of a message may have changed: where more change than one message holds, those that
 * are left out come later, in the order in which they first changed.
 */
export class LeftOut {
  /** None of the rows that come next had changed before; absent where none was left out. */
  #since: number | undefined;
  #marks: readonly Mark[] = [];

  static of({ since, marks }: LeftOutState): LeftOut {
    const leftOut = new LeftOut();
    leftOut.#since = since;
    leftOut.#marks = marks;
    return leftOut;
  }

  get state(): LeftOutState {
    return { since: this.#since, marks: this.#marks };
  }

  /**
   * @param before since when rows have changed that none of the messages before left out.
   * @returns since when its rows may have changed; `undefined`: since the message before it.
   */
  told({ at, targets, bridges, removed, leftOut }: Told, before: number): number | undefined {
    const since = this.#since;
    const rows = targets.length + bridges.length + removed.targets.length + removed.bridges.length;
    const marks = this.#marks.map((mark) => ({ at: mark.at, left: mark.left - rows }));
    const told = marks.findLast(({ left }) => left <= 0);
    this.#since = leftOut === 0 ? undefined : (told?.at ?? since ?? before);
    this.#marks =
      leftOut === 0 ? [] : [...marks.filter(({ left }) => left > 0), { at, left: leftOut }];
    return since;
  }
}
