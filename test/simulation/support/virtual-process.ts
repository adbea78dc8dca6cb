import type { Chance, VirtualWorld } from './virtual-world.js';

/** The probability of each fault. */
export interface Faults {
  /** A command is lost, or it is applied and its answer is lost. */
  readonly redis: number;
  /** A process is killed at any await. */
  readonly crash: number;
  /** A process is suspended for a while, and goes on with outdated knowledge. */
  readonly suspend: number;
}

/**
 * A process of the relay. Everything between two awaits happens at once, and at any await the
 * process may be killed or suspended. Commands that it has sent by then may still be applied.
 */
export class VirtualProcess {
  alive = true;
  /** Counts the faults that may have lost the answer to its last report, or the settle after it. */
  disturbances = 0;
  /** Called with the length of a suspension. */
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

  /** Resolves after this time; never if the process has died by then. */
  async sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.later(ms, resolve));
  }

  /** Calls `then` after this time, or when the process runs again, whichever is later. */
  later(ms: number, then: () => void): void {
    this.world.after(ms, () => {
      if (!this.alive) return;
      const left = this.#suspendedUntil - this.world.now;
      if (left > 0) this.later(left, then);
      else then();
    });
  }

  /** Sends a command to Redis. */
  async ask<T>(apply: () => T): Promise<T> {
    const { chance, world } = this;
    // Real timers may still call code of a dead or suspended process: that code stops here.
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
          // A broken connection is noticed at once, a silent one after five seconds.
          const afterMs = chance.of([0, 5, 5000]);
          this.later(afterMs, () => reject(new Error('Connection is closed.')));
        }
      });
    });
  }

  /** Marks an await, at which the process may be killed or suspended. */
  stumble(): void {
    const { crash, suspend } = this.faults();
    if (this.chance.hits(crash)) this.kill();
    else if (this.chance.hits(suspend)) this.suspend(this.chance.of([50, 900, 4500, 7000, 20_000]));
  }
}
