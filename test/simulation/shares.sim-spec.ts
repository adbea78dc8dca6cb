import * as fc from 'fast-check';
import { FleetModel } from './support/fleet-model.js';

const RUNS = Number(process.env['SIMULATION_RUNS'] ?? 40);
const MINUTE = 60_000;

const weights = fc.array(fc.oneof(fc.constant(5), fc.integer({ min: 5, max: 60 })), {
  minLength: 1,
  maxLength: 60,
});
const faults = fc.record({
  lagMs: fc.constantFrom(0, 500, 1900),
  lost: fc.constantFrom(0, 0.1, 0.5),
});
const steps = fc.array(
  fc.record({
    what: fc.constantFrom('join', 'kill', 'leave', 'suspend'),
    who: fc.nat(),
    waitMs: fc.constantFrom(250, 3000, 20_000, 90_000),
  }),
  { maxLength: 12 },
);

function step(fleet: FleetModel, what: string, who: number): void {
  const ids = [...fleet.actors.keys()];
  const id = ids[who % ids.length]!;
  if (what === 'join') fleet.join();
  else if (what === 'suspend') fleet.suspend(id, (who % 40) * 1000);
  else if (ids.length > 1) fleet[what as 'kill' | 'leave'](id);
}

describe('the shares of a fleet, simulated', () => {
  it('are fair once nothing more happens, whoever joined, stopped, was killed or suspended, and moved no bridge twice', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31), weights, faults, steps, (seed, bridges, ill, plan) => {
        const fleet = new FleetModel(seed, bridges, ill);
        fleet.join();
        fleet.join();
        fleet.run(10_000);
        for (const { what, who, waitMs } of plan) {
          step(fleet, what, who);
          fleet.run(waitMs);
        }
        // A bridge that moved lately may be the only one that could.
        fleet.run(25 * MINUTE);
        expect(fleet.unfairness()).toBe(0);
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  }, 180_000);

  it('leave no bridge of a killed collector unheld for longer than ten seconds, whatever the shares', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31), weights, faults, (seed, bridges, ill) => {
        const fleet = new FleetModel(seed, bridges, ill);
        const first = fleet.join();
        fleet.join();
        fleet.run(60_000);
        fleet.kill(first);
        fleet.run(30_000);
        expect(fleet.unheldMsMax).toBeLessThanOrEqual(10_000);
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  });

  it('of 1000 bridges are fair within a minute after a collector joined two', () => {
    const fleet = new FleetModel(
      7,
      Array.from({ length: 1000 }, () => 5),
      { lagMs: 500, lost: 0 },
    );
    fleet.join();
    fleet.join();
    fleet.run(MINUTE);
    expect(fleet.unfairness()).toBe(0);
    fleet.pass(10 * MINUTE);
    fleet.join();
    fleet.run(MINUTE);
    expect(fleet.unfairness()).toBe(0);
  });
});
