// Counts the Redis commands, reports and allocated bytes of an event: they must not grow unnoticed,
// and are the same on a slow machine. Prints one line of JSON; test/bench checks its bounds.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { stopAll } from './lib/children.mjs';
import { commandsOf, onStage } from './lib/stage.mjs';
import { relay } from './lib/subjects.mjs';
import { shipped } from './scenarios/shipped.mjs';
import { waitingEvents } from './scenarios/waiting.mjs';

const EVENTS = 20_000;

/** Appends a flood of events to an empty buffer, and then starts the reporter. */
async function counted() {
  const subject = relay({ roles: ['collector'] });
  return onStage({ subject, bridges: 1 }, async (stage) => {
    const commands = async () =>
      [...(await commandsOf(stage.redis)).values()].reduce((sum, calls) => sum + calls, 0);
    const each = (count) => (count / EVENTS) * 1000;
    const before = await commands();
    await stage.flood(EVENTS);
    await waitingEvents(stage, EVENTS);
    const appended = await commands();
    await stage.start(relay({ roles: ['reporter'] }));
    await stage.accepted(EVENTS);
    const { events, reports } = await stage.counts();
    return {
      events,
      appendCommandsPer1000: each(appended - before),
      reportCommandsPer1000: each((await commands()) - appended),
      reportsPer1000: each(reports),
    };
  });
}

/** Runs quiet rooms at the default settings for a few seconds. */
async function quiet() {
  const rooms = shipped(true).find(({ name }) => name === 'defaults-4');
  const { commandsPerEvent, roundTripsPerEvent } = await rooms.run();
  return { quietCommandsPerEvent: commandsPerEvent, quietRoundTripsPerEvent: roundTripsPerEvent };
}

async function allocated() {
  const flags = ['--expose-gc', '--min-semi-space-size=256', '--max-semi-space-size=256'];
  const child = fork(new URL('lib/allocations.mjs', import.meta.url), { execArgv: flags });
  const [{ bytesPerEvent, collections }] = await once(child, 'message');
  return { allocatedBytesPerEvent: Math.round(bytesPerEvent), collections };
}

try {
  const figures = { ...(await counted()), ...(await quiet()), ...(await allocated()) };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
} finally {
  await stopAll();
}
