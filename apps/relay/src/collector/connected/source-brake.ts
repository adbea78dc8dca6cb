import type { Connection } from '#source';

/** What a brake can stop. */
export type Brakable = Pick<Connection, 'pause' | 'resume'>;

/** How long a source waits after an append while reports are behind. */
const BREATH_MS = 5;

/**
 * Slows a source down that is faster than the stages behind it: its socket is not read for a while,
 * so that the platform is slowed through TCP.
 */
export class SourceBrake {
  readonly #link: Brakable;
  #breath: NodeJS.Timeout | undefined;
  #isBraked = false;

  constructor(link: Brakable) {
    this.#link = link;
  }

  /** Whether the source waits until it is let go; not where it takes breath. */
  get isOn(): boolean {
    return this.#isBraked;
  }

  /** Gives the processor to the reporter in this process, for a few milliseconds. */
  breathe(): void {
    if (this.#breath !== undefined) return;
    this.#breath = setTimeout(() => {
      this.#breath = undefined;
      this.#readOn();
    }, BREATH_MS);
    this.#link.pause();
  }

  /** Brakes until {@link letGo}. */
  brake(): void {
    if (this.#isBraked) return;
    this.#isBraked = true;
    this.#link.pause();
  }

  letGo(): void {
    if (!this.#isBraked) return;
    this.#isBraked = false;
    this.#readOn();
  }

  #readOn(): void {
    if (this.#breath === undefined && !this.#isBraked) this.#link.resume();
  }
}
