import * as fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { simulate, type Plan, type Told } from './support/simulate.js';

/** Plans that failed once, each the counterexample that was printed: they run first, for ever. */
const KEPT = JSON.parse(
  readFileSync(new URL('seeds.json', import.meta.url), 'utf8'),
) as readonly Plan[];

/** Some ten seconds. A hunt takes more: `SIMULATION_RUNS=5000 npm test -- test/simulation`. */
const RUNS = Number(process.env['SIMULATION_RUNS'] ?? 120);
const RUN_MS_MAX = 500;

const often = (most: number) => fc.constantFrom(0, most / 20, most / 4, most);

const plans: fc.Arbitrary<Plan> = fc.record({
  seed: fc.nat(2 ** 31),
  targets: fc.integer({ min: 1, max: 2 }),
  bridges: fc.integer({ min: 1, max: 4 }),
  events: fc.constantFrom(1, 40, 200, 600),
  pauseMs: fc.constantFrom(10, 500, 8000),
  poison: often(0.1),
  eventsMax: fc.constantFrom(100, 100_000),
  reporters: fc.integer({ min: 1, max: 3 }),
  expires: fc.boolean(),
  atMostOnce: fc.boolean(),
  faults: fc.record({ redis: often(0.1), crash: often(0.05), suspend: often(0.04) }),
  weather: fc.record({
    throttled: often(0.3),
    failing: often(0.3),
    lost: often(0.3),
    unauthorized: often(0.1),
    refusesAll: fc.constantFrom(0, 0, 0, 0.2),
    jobGone: often(0.1),
    bodyBytesMax: fc.constantFrom(4000, 1e6),
  }),
});

describe('the delivery of events, simulated', () => {
  it(
    'the reporter keeps what it promises at every step of any schedule, and ends once faults do',
    async () => {
      const all: Told[] = [];
      await fc.assert(
        fc.asyncProperty(plans, async (plan) => {
          all.push(await simulate(plan));
        }),
        { numRuns: RUNS, examples: KEPT.map((plan): [Plan] => [plan]), endOnFailure: true },
      );
      // What was meant to happen did.
      for (const what of ['deaths', 'dead', 'dropped', 'duplicates'] as const) {
        expect(all.reduce((sum, told) => sum + told[what], 0)).toBeGreaterThan(0);
      }
    },
    Math.max(60_000, RUNS * RUN_MS_MAX),
  );
});
