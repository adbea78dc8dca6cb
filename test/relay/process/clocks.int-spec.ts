import { BUILD_MS_MAX, ensureBuilt } from '../../support/built-relay.js';
import { RedisServer } from '../../support/redis-server.js';
import { ShiftedClock } from '../../support/shifted-clock.js';
import { Stage } from '../../support/stage.js';
import { Installation } from '../support/installation.js';

beforeAll(ensureBuilt, BUILD_MS_MAX);

const HOUR_S = 3600;
/** Each clock is set back an hour, ahead of what it was, and mended again. */
const SHIFTS_S = [-HOUR_S, HOUR_S, 0];
/** Long before an hour is over, also where the machine is busy. */
const GOES_ON_MS = 60_000;
const TEST_MS = 5 * GOES_ON_MS;
/** Of all rooms, each time that locks end. */
const IN_FLIGHT_MAX = 2000;
const ROOMS = { rooms: 3, chatRate: 5 };
/** A limit that holds targets up, as most have. */
const LIMITED = { reportsPerSecond: 3 };

/** Twice: what goes on for a moment may have been on its way before. */
async function goesOn(installation: Installation): Promise<void> {
  for (let i = 0; i < 2; i++) await installation.allGoOn(installation.accepted, GOES_ON_MS);
}

async function goesOnWith(clock: ShiftedClock, installation: Installation): Promise<void> {
  await goesOn(installation);
  for (const shift of SHIFTS_S) {
    clock.shift(shift);
    await goesOn(installation);
  }
}

/** What was in flight when locks ended, by a clock that jumped, may be sent twice. */
async function expectWhole(installation: Installation, duplicatesMax = 0): Promise<void> {
  await installation.drained(GOES_ON_MS);
  expect(await installation.total()).toMatchObject({ unaccounted: 0, waiting: 0 });
  const { outOfOrder, duplicates } = installation.simulator.state().accepted;
  expect(outOfOrder).toBe(0);
  expect(duplicates).toBeLessThanOrEqual(duplicatesMax);
}

async function withItsOwn(stage: Stage, metastudio: object): Promise<void> {
  const clock = stage.opens(new ShiftedClock());
  await Installation.with({ simulator: ROOMS, metastudio }, async (installation) => {
    const relay = await installation.start(undefined, clock.environment);
    await goesOnWith(clock, installation);
    await expectWhole(installation);
    // It was another time for it than for MetaStudio.
    await relay.logged('clock_skewed');
  });
}

async function withRedis(stage: Stage, metastudio: object): Promise<void> {
  const clock = stage.opens(new ShiftedClock());
  const redis = await RedisServer.start({ environment: clock.environment });
  await Installation.with({ redis, simulator: ROOMS, metastudio }, async (installation) => {
    await installation.start();
    await goesOnWith(clock, installation);
    clock.shift(HOUR_S);
    await goesOn(installation);
    expect(await installation.ledger.now()).toBeGreaterThan(Date.now() + 1_800_000);
    await expectWhole(installation, IN_FLIGHT_MAX);
  });
}

describe('a clock that is set while the relay runs', () => {
  it.concurrent(
    "relay's clock: holds up no target",
    Stage.of(async (stage) => withItsOwn(stage, {})),
    TEST_MS,
  );

  it.concurrent(
    "relay's clock: holds up no target under a limit",
    Stage.of(async (stage) => withItsOwn(stage, LIMITED)),
    TEST_MS,
  );

  it.concurrent(
    "Redis's clock: holds up no target",
    Stage.of(async (stage) => withRedis(stage, {})),
    TEST_MS,
  );

  it.concurrent(
    "Redis's clock: holds up no target under a limit",
    Stage.of(async (stage) => withRedis(stage, LIMITED)),
    TEST_MS,
  );

  it.concurrent(
    'killed reporter a minute ahead: its times hold up no target',
    Stage.of(async (stage) => {
      const clock = stage.opens(new ShiftedClock());
      clock.shift(60);
      const options = { simulator: ROOMS, metastudio: LIMITED };
      await Installation.with(options, async (installation) => {
        await installation.start('collector');
        const ahead = await installation.start('reporter', clock.environment);
        await goesOn(installation);
        await installation.start('reporter');
        await goesOn(installation);
        ahead.signal('SIGKILL');
        // A minute would be too late.
        await installation.allGoOn(installation.accepted, 45_000);
        // What it had in flight may come twice.
        await expectWhole(installation, IN_FLIGHT_MAX);
      });
    }),
    TEST_MS,
  );
});
