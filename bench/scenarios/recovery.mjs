// Measures how fast the relay recovers: from a backlog, and from an outage of MetaStudio.
import { onStage } from '../lib/stage.mjs';
import { ratesOver } from '../lib/stats.mjs';
import { relay } from '../lib/subjects.mjs';
import { waitingEvents } from './waiting.mjs';

export function recovery(quick) {
  const backlogEvents = quick ? 50_000 : 1_000_000;
  const outage = { perSecond: 5000, seconds: quick ? 2 : 60, bridges: 10 };
  return [
    {
      name: 'backlog',
      title: `a backlog of ${backlogEvents.toLocaleString('en').replaceAll(',', ' ')} events`,
      run: async () => backlog(backlogEvents),
    },
    {
      name: 'outage',
      title: `${outage.seconds} s without MetaStudio at 5 000 events/s`,
      run: async () => outageOf(outage),
    },
  ].map((one) => ({ ...one, group: 'recovery', roundsMax: 3 }));
}

async function backlog(events) {
  const subject = relay({ roles: ['collector'] });
  return onStage({ subject, bridges: 1 }, async (stage) => {
    const floodedAt = await stage.flood(events);
    await waitingEvents(stage, events);
    const filledSeconds = (performance.timeOrigin + performance.now() - floodedAt) / 1000;
    await stage.restart();
    await stage.start(relay({ roles: ['reporter'] }));
    const { firstAt, lastAt } = await stage.accepted(events);
    const { timeline } = await stage.details();
    const seconds = (lastAt - firstAt) / 1000;
    const { rssMbMax } = await stage.costs();
    const eventsPerSecond = events / seconds;
    return {
      filledSeconds,
      seconds,
      eventsPerSecond,
      rssMbMax,
      rates: ratesOver(timeline, firstAt),
    };
  });
}

const TAIL_SECONDS = 60;

async function outageOf({ perSecond, seconds, bridges }) {
  return onStage({ subject: relay(), bridges }, async (stage) => {
    await stage.accepted(await stage.pace(perSecond, 1));
    await stage.restart();
    stage.order({ refusing: true });
    // The chat goes on while the relay catches up.
    stage.pace(perSecond, seconds + TAIL_SECONDS).catch(() => {});
    await pause(seconds * 1000);
    stage.order({ refusing: false });
    const backAt = performance.timeOrigin + performance.now();
    // The relay has caught up once no more than the events of one second wait.
    await stage.until(
      async () =>
        (await stage.counts()).events > (await stage.sent()) - perSecond ? true : undefined,
      async () => 'it did not catch up',
    );
    const caughtUpAt = performance.timeOrigin + performance.now();
    const { firstAt } = await stage.counts();
    const { rssMbMax } = await stage.costs();
    return {
      // The relay backs off, so its next try may be half a minute away.
      firstReportSeconds: (firstAt - backAt) / 1000,
      caughtUpSeconds: (caughtUpAt - backAt) / 1000,
      rssMbMax,
    };
  });
}

async function pause(ms) {
  await new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
