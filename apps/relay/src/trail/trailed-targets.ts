import type { TrailConfig } from '#config';

/** Of so many targets that do not choose a trail is kept only to be shown: one is looked at at a time. */
const SHOWN_TARGETS_MAX = 100;

export interface TrailedBridge {
  readonly target: string;
  readonly name: string;
  /** By what it is chosen from, where it is. */
  readonly choice?: object | undefined;
}

/** Of which targets a trail is kept. */
export class TrailedTargets {
  readonly #keep: TrailConfig['keep'];
  readonly #isShown: boolean;
  readonly #shown = new Set<string>();

  /** @param isShown whether this process shows the events of all targets. */
  constructor(keep: TrailConfig['keep'], isShown: boolean) {
    this.#keep = keep;
    this.#isShown = isShown;
  }

  has({ target, choice }: TrailedBridge): boolean {
    if (this.#keep !== 'auto') return this.#keep === 'on';
    if (choice !== undefined) return true;
    if (this.#isShown && this.#shown.size < SHOWN_TARGETS_MAX) this.#shown.add(target);
    return this.#shown.has(target);
  }
}
