import type { Chance, VirtualWorld } from './virtual-world.js';

/** How often things go wrong, each a probability. */
export interface Faults {
  /** A command is not applied, or is and its answer is lost. */
  readonly redis: number;
  /** A process is killed, at any of its awaits. */
  readonly crash: number;
  /** A process is suspended for a while, and comes back believing what it believed. */
  readonly suspend: number;
}

/**
 * A process of the relay: all it does between two awaits happens at once, and at any await it may
 * be killed or suspended. What it has asked for by then may still be done.
 */
export class VirtualProcess {
  alive = true;
  /** Counts what may have made its last report's answer, or what followed from it, be lost. */
  disturbances = 0;
  /** Hears for how long it is suspended. */
  suspended: (ms: number) => void = () => {};
  #suspendedUntil = 0;

  constructor(
    readonly name: string,
    readonly world: VirtualWorld,
    readonly chance: Chance,
    private readonly faults: () => Faults,
    private readonly died: () => void,
  ) {}

  kill(): void {
    if (!this.alive) return;
    this.alive = false;
    this.disturbances++;
    this.died();
  }

  suspend(ms: number): void {
    this.disturbances++;
    this.#suspendedUntil = Math.max(this.#suspendedUntil, this.world.now + ms);
    this.suspended(ms);
  }

  /** Goes on after so long; never, where the process has died by then. */
  async sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.later(ms, resolve));
  }

  /** Runs in this process after so long, and not before it runs again. */
  later(ms: number, then: () => void): void {
    this.world.after(ms, () => {
      if (!this.alive) return;
      const left = this.#suspendedUntil - this.world.now;
      if (left > 0) this.later(left, then);
      else then();
    });
  }

  /** A question to Redis. */
  async ask<T>(apply: () => T): Promise<T> {
    const { chance, world } = this;
    // A timer of its own may have run meanwhile: it goes no further than to here.
    if (!this.alive || world.now < this.#suspendedUntil) await this.sleep(0);
    this.stumble();
    return new Promise((resolve, reject) => {
      const fault = chance.hits(this.faults().redis) ? chance.of(['question', 'answer']) : '';
      if (fault !== '') this.disturbances++;
      world.after(chance.between(0, 3), () => {
        const lost = fault === 'question' || (!this.alive && chance.hits(0.5));
        const answer = lost ? undefined : { of: apply() };
        if (fault === '' && answer !== undefined) {
          this.later(chance.between(0, 3), () => resolve(answer.of));
        } else {
          // A connection that broke is known at once, one that is silent after five seconds.
          const afterMs = chance.of([0, 5, 5000]);
          this.later(afterMs, () => reject(new Error('Connection is closed.')));
        }
      });
    });
  }

  /** One of its awaits: here it may be killed or suspended. */
  stumble(): void {
    const { crash, suspend } = this.faults();
    if (this.chance.hits(crash)) this.kill();
    else if (this.chance.hits(suspend)) this.suspend(this.chance.of([50, 900, 4500, 7000, 20_000]));
  }
}
