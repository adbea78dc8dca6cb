import type { Fault, FaultSetup } from './fault.js';

const FAULTS_MAX = 64;

interface ActiveFault {
  readonly id: number;
  readonly setup: FaultSetup;
  readonly until: number;
  left: number;
  struck: number;
}

/** The faults of one request: the first that acts, and all latencies together. */
export interface Strike {
  readonly latencyMs: number;
  readonly fault: FaultSetup | undefined;
  /** Contents that the report must not have; see {@link Faults.poisoned}. */
  readonly poisons: readonly string[];
}

const NO_STRIKE: Strike = { latencyMs: 0, fault: undefined, poisons: [] };

/** The faults in force. If several match a request, the oldest one acts. */
export class Faults {
  private active: ActiveFault[] = [];
  private nextId = 1;

  /** @returns its id; `undefined` when 64 are set already. */
  add(setup: FaultSetup): number | undefined {
    this.expire();
    if (this.active.length >= FAULTS_MAX) return undefined;
    const until = setup.seconds === undefined ? Infinity : performance.now() + setup.seconds * 1000;
    const id = this.nextId++;
    this.active.push({ id, setup, until, left: setup.requests ?? Infinity, struck: 0 });
    return id;
  }

  clear(): void {
    this.active = [];
  }

  list(): Fault[] {
    this.expire();
    return this.active.map(({ id, setup, struck }) => ({ ...setup, id, struck }));
  }

  /** The faults of a request of this kind. Uses up a request of each that acts. */
  strike(kind: 'report' | 'manage', jobId: string | undefined): Strike {
    if (this.active.length === 0) return NO_STRIKE;
    this.expire();
    let latencyMs = 0;
    let acting: ActiveFault | undefined;
    const poisons: string[] = [];
    for (const fault of this.active) {
      const { on = 'report', job, poison } = fault.setup;
      if (on !== 'any' && on !== kind) continue;
      if (job !== undefined && job !== jobId) continue;
      if (poison !== undefined) {
        poisons.push(poison);
        continue;
      }
      const acts = doesSomething(fault.setup);
      if (acts && acting !== undefined) continue;
      if (acts) acting = fault;
      latencyMs += fault.setup.latencyMs ?? 0;
      use(fault);
    }
    return { latencyMs, fault: acting?.setup, poisons };
  }

  /** Records that a report was refused for this poison, which uses up one of its requests. */
  poisoned(poison: string): void {
    const fault = this.active.find(({ setup }) => setup.poison === poison);
    if (fault !== undefined) use(fault);
  }

  private expire(): void {
    const now = performance.now();
    this.active = this.active.filter((fault) => fault.left > 0 && fault.until > now);
  }
}

function use(fault: ActiveFault): void {
  fault.struck++;
  fault.left--;
}

function doesSomething(setup: FaultSetup): boolean {
  const { status, reset, throttle, hang, nonsense, hugeBodyBytes } = setup;
  return [status, reset, throttle, hang, nonsense, hugeBodyBytes].some((one) => one !== undefined);
}
