import { eventually } from '../../support/eventually.js';
import { expectOnceAndInOrder, RelayRig } from '../support/relay-rig.js';

const STATE_KEY = 'ab'.repeat(32);
const state = (rig: RelayRig) => rig.simulator.state();

describe('the report URL', () => {
  it.concurrent.each([
    ['as it is', {}, /auth_key=/u],
    ['encrypted, where a state key is configured', { RELAY_STATE_KEY: STATE_KEY }, /^sealed:/u],
  ])(
    'of an answer is followed by the next report, and by another reporter: kept %s',
    async (_, environment, written) => {
      // More than a slow machine reports before the chat is told to rest.
      const simulator = { chatRate: 100, chatEventsMax: 5000 };
      const metastudio = { refreshUrl: 'always' };
      await RelayRig.with({ simulator, metastudio, environment }, async (rig) => {
        await eventually(() => state(rig).passed['issuedUrl']! > 0, 'the URL is followed');
        await rig.quiet();
        await rig.restart();
        const followed = state(rig).passed['issuedUrl']!;
        rig.simulator.steerChat('generic', 'rate', { perSecond: 5000 });
        await eventually(() => state(rig).passed['issuedUrl']! > followed, 'it still is');
        await rig.arrived();
        expect(state(rig).accepted).toMatchObject({ duplicates: 0, outOfOrder: 0 });
        expect(state(rig).passed['aksk']).toBe(1);
        expect((await rig.fields())['url']).toMatch(written);
      });
    },
  );

  it.concurrent('that points to a host which is not allowed is not followed', async () => {
    const url =
      'https://evil.example.com/v1/x/smart-live-rooms/y/smart-live-jobs/z/report?auth_key=k';
    await RelayRig.with(
      {
        before: (simulator) =>
          simulator.fault({ status: 200, body: { live_event_report_url: url }, requests: 1 }),
      },
      async (rig) => {
        await rig.settled();
        await expectOnceAndInOrder(rig);
        const line = rig.relay.logLines.find((one) => one.includes('"report_url_refused"'));
        expect(JSON.parse(line!)).toMatchObject({ reason: 'host' });
        expect(rig.relay.logLines.join('')).not.toContain('auth_key=k');
        expect(await rig.fields()).not.toHaveProperty('url');
        expect(state(rig).passed['aksk']).toBe(state(rig).accepted.reports);
      },
    );
  });

  it.concurrent('that was refused is not followed again, though each answer names it', async () => {
    await RelayRig.with(
      {
        simulator: { chatRate: 100, chatEventsMax: 5000 },
        before: (simulator) => {
          const { roomId, jobId } = simulator.rooms[0]!;
          const [plain] = simulator.reportUrl(roomId, jobId!).split('?');
          const named = { live_event_report_url: `${plain}?auth_key=wrong` };
          simulator.fault({ status: 200, body: named, requests: 1 });
          simulator.fault({ status: 401, body: { error_code: 'MSS.00000001' }, requests: 1 });
          simulator.fault({ status: 200, body: named, requests: 1000 });
        },
      },
      async (rig) => {
        await eventually(async () => 'urlDropped' in (await rig.fields()), 'it is refused');
        rig.simulator.steerChat('generic', 'rate', { perSecond: 5000 });
        await rig.settled();
        await expectOnceAndInOrder(rig);
        expect(await rig.fields()).not.toHaveProperty('url');
      },
    );
  });

  // Not beside the others: a URL that lives for a second would end on its way.
  it.each([
    ['always', 3_600_000, 'a fresh one with every report'],
    ['auto', 1000, 'a fresh one when it nears its end'],
    ['never', 3_600_000, 'none'],
  ] as const)('is asked for as configured: %s', async (refreshUrl, urlTtlMs, what) => {
    let first = '';
    await RelayRig.with(
      {
        metastudio: { refreshUrl },
        target: { reportUrl: '${REPORT_URL}' },
        simulator: { urlTtlMs, chatRate: 500, chatEventsMax: 600 },
        environment: {
          get REPORT_URL() {
            return first;
          },
        },
        before: (simulator) => {
          const [room] = simulator.rooms;
          first = simulator.reportUrl(room!.roomId, room!.jobId!);
        },
      },
      async (rig) => {
        await rig.settled();
        await expectOnceAndInOrder(rig);
        const { url } = await rig.fields();
        if (what === 'none') expect(url).toBeUndefined();
        else expect(url).not.toBe(first);
        const { passed, accepted } = state(rig);
        expect(passed['issuedUrl']! + passed['aksk']!).toBe(accepted.reports);
        expect(passed['issuedUrl']).toBeGreaterThan(0);
      },
    );
  });

  it.concurrent(
    '3xx: is not followed to a redirect; the target pauses, and tells why',
    async () => {
      await RelayRig.with(
        {
          before: (simulator) =>
            simulator.fault({
              status: 307,
              headers: { location: 'http://127.0.0.1:9/elsewhere' },
              requests: 1,
            }),
        },
        async (rig) => {
          await eventually(
            async () => (await rig.fields())['pausedReason'] === 'redirect',
            'a pause',
          );
          await rig.settled();
          // The stand-in takes the events of a report that it answers below 400.
          const { accepted } = state(rig);
          expect(accepted.distinct).toBe(rig.sent.marked);
          expect(accepted.outOfOrder).toBe(0);
          expect(await rig.ledger()).toMatchObject({ waiting: 0, unaccounted: 0, deadLettered: 0 });
        },
      );
    },
  );
});
