import type { TrailConfig } from '#config';

/**
 * For how many targets without choosing a trail is kept at a time only to be shown: people look at one at a
 * time.
 */
const SHOWN_TARGETS_MAX = 100;

export interface TrailedBridge {
  readonly target: string;
  readonly name: string;
  /** The choice of its events, where there is one. */
  readonly choice?: object | undefined;
  /** Which of two copies it is, where two collectors hold its source. */
  readonly copy?: 'first' | 'second' | undefined;
}

/** Decides of which targets a trail is kept. */
export class TrailedTargets {
  readonly #keep: TrailConfig['keep'];
  readonly #isShown: boolean;
  /** How many bridges each target has that is only shown. */
  readonly #shown = new Map<string, number>();

  /** @param isShown whether this process shows the events of all targets. */
  constructor(keep: TrailConfig['keep'], isShown: boolean) {
    this.#keep = keep;
    this.#isShown = isShown;
  }

  /** @returns gives the place back, to be called once; `undefined` where no trail is kept. */
  take({ target, choice }: TrailedBridge): (() => void) | undefined {
    if (this.#keep === 'off') return undefined;
    if (this.#keep === 'on' || choice !== undefined) return () => {};
    const bridges = this.#shown.get(target) ?? 0;
    const hasRoom = bridges > 0 || this.#shown.size < SHOWN_TARGETS_MAX;
    if (!this.#isShown || !hasRoom) return undefined;
    this.#shown.set(target, bridges + 1);
    return () => this.#leave(target);
  }

  #leave(target: string): void {
    const bridges = this.#shown.get(target) ?? 0;
    if (bridges > 1) this.#shown.set(target, bridges - 1);
    else this.#shown.delete(target);
  }
}
