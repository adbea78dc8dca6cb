import * as fc from 'fast-check';
import { FleetModel, type FleetFaults } from './support/fleet-model.js';

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

function thousand(seed: number): FleetModel {
  const equal = Array.from({ length: 1000 }, () => 5);
  return new FleetModel(seed, equal, { lagMs: 500, lost: 0 });
}

/**
 * A fleet that is replaced within ten minutes, and half a minute after its last one joined at the earliest: after ten
 * minutes a bridge may move by choice once more.
 */
const DEPLOY = fc.record({
  count: fc.integer({ min: 1, max: 6 }),
  joinedApartMs: fc.constantFrom(0, 3000, 20_000, 70_000, 4 * MINUTE),
  isDealt: fc.boolean(),
  ageMs: fc.constantFrom(0, 45_000, 3 * MINUTE, 20 * MINUTE),
  apartMs: fc.constantFrom(0, 500, 4000, 12_000, 20_000, 45_000),
  startMs: fc.constantFrom(0, 2000, 9000, 40_000),
  // It has looked once when it is ready.
  readyMs: fc.constantFrom(5000, 17_000, 40_000),
  atATime: fc.constantFrom(1, 5, Infinity),
});
type Deploy = typeof DEPLOY extends fc.Arbitrary<infer Plan> ? Plan : never;

function fleetBefore(
  seed: number,
  bridges: readonly number[],
  ill: FleetFaults,
  { count, joinedApartMs, isDealt, ageMs }: Deploy,
) {
  const fleet = new FleetModel(seed, bridges, ill);
  const old = Array.from({ length: count }, () => {
    const id = fleet.join();
    fleet.run(joinedApartMs);
    return id;
  });
  fleet.run(35_000);
  if (isDealt) fleet.deal();
  fleet.run(ageMs);
  return { fleet, old };
}

describe('the shares of a fleet, simulated', () => {
  it('are fair once nothing more happens, whatever happened to collectors, and no bridge moved twice', () => {
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
    const fleet = thousand(7);
    fleet.join();
    fleet.join();
    fleet.run(MINUTE);
    expect(fleet.unfairness()).toBe(0);
    fleet.pass(10 * MINUTE);
    fleet.join();
    fleet.run(MINUTE);
    expect(fleet.unfairness()).toBe(0);
  });

  it('of 1000 bridges are fair within a minute after each of two that join half a minute apart, or less', () => {
    for (let apartMs = 0; apartMs <= 30_000; apartMs += 3000) {
      const fleet = thousand(apartMs);
      fleet.join();
      fleet.pass(30 * MINUTE);
      fleet.run(10_000);
      fleet.join();
      fleet.run(apartMs);
      fleet.join();
      fleet.run(MINUTE - apartMs);
      // Two of three, where the third has its minute still.
      const fair = 1000 / 3;
      expect(Math.abs(fleet.loads()[1]! / 5 - fair)).toBeLessThanOrEqual(fair / 10 + 1);
      fleet.run(apartMs);
      expect(fleet.unfairness()).toBe(0);
    }
  });

  it('move each bridge at most once in a rolling deploy that starts new collectors first, from any state', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31), weights, faults, DEPLOY, (seed, bridges, ill, plan) => {
        const { fleet, old } = fleetBefore(seed, bridges, ill, plan);
        old.forEach((id, i) => {
          fleet.join();
          fleet.run(plan.readyMs);
          // What was on its way as the first one joined had moved before the deploy.
          if (i === 0) fleet.forgetMoves(old);
          fleet.leave(id, plan.atATime);
          fleet.run(plan.apartMs);
        });
        fleet.run(MINUTE);
        expect(Math.max(0, ...fleet.handedOver.values())).toBeLessThanOrEqual(1);
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  }, 180_000);

  it('move each bridge at most once in a deploy that starts all new ones before any old one stops', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31), weights, faults, DEPLOY, (seed, bridges, ill, plan) => {
        const { fleet, old } = fleetBefore(seed, bridges, ill, plan);
        for (const _ of old) {
          fleet.join();
          fleet.run(plan.startMs);
        }
        fleet.run(plan.readyMs);
        fleet.forgetMoves(old);
        for (const id of old) {
          fleet.leave(id, plan.atATime);
          fleet.run(plan.apartMs);
        }
        fleet.run(MINUTE);
        expect(Math.max(0, ...fleet.handedOver.values())).toBeLessThanOrEqual(1);
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  }, 180_000);

  it('move twice only what the first to stop held, in a deploy that stops each before its new one starts', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31), weights, faults, DEPLOY, (seed, bridges, ill, plan) => {
        const { fleet, old } = fleetBefore(seed, bridges, ill, plan);
        fleet.forgetMoves(old);
        const ofFirst = fleet.heldBy(old[0]!);
        for (const id of old) {
          fleet.leave(id, plan.atATime);
          while (fleet.actors.has(id)) fleet.run(250);
          fleet.join();
          fleet.run(plan.readyMs);
        }
        fleet.run(MINUTE);
        expect(Math.max(0, ...fleet.handedOver.values())).toBeLessThanOrEqual(2);
        const twice = [...fleet.handedOver].filter(([, count]) => count > 1).map(([name]) => name);
        expect(twice.filter((name) => !ofFirst.has(name))).toEqual([]);
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  }, 180_000);
});
