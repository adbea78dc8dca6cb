import type { TrailConfig } from '#config';

/** For how many targets without choosing a trail is kept only to be shown: people look at one at a time. */
const SHOWN_TARGETS_MAX = 100;

export interface TrailedBridge {
  readonly target: string;
  readonly name: string;
  /** The choice of its events, where there is one. */
  readonly choice?: object | undefined;
}

/** Decides of which targets a trail is kept. */
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
