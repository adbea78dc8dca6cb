import type { FaultSetup } from '../../../apps/simulator/src/index.js';
import { eventually } from '../../support/eventually.js';
import { expectOnceAndInOrder, RelayRig } from '../support/relay-rig.js';

const REFUSALS: readonly (readonly [string, FaultSetup])[] = [
  ['401', { status: 401, body: { error_code: 'APIGW.0301' } }],
  ['400 with the code of an invalid token', { status: 400, body: { error_code: 'MSS.00010008' } }],
];

const SECRET = 'a-secret-for-loopback-only';
const AUTH_KEY = { secret: SECRET, template: '{url}{expires_time}', encoding: 'hex' } as const;

const state = (rig: RelayRig) => rig.simulator.state();

describe('the credential of reports', () => {
  it.concurrent.each(REFUSALS)(
    'refused with %s: pauses the target, visibly, and goes on by itself',
    async (_, refusal) => {
      await RelayRig.with(
        {
          times: { reporter: { pauseMs: 1500 } },
          before: (simulator) => simulator.fault(refusal),
        },
        async (rig) => {
          await eventually(
            async () => (await rig.fields())['pausedReason'] === 'unauthorized',
            'the target is paused',
          );
          expect(await rig.fields()).toMatchObject({ delay: 'pause' });
          expect(state(rig).answeredByStatus).toEqual({ [refusal.status!]: 1 });
          const line = rig.relay.logLines.find((one) => one.includes('"target_paused"'));
          expect(JSON.parse(line!)).toMatchObject({ level: 'error', reason: 'unauthorized' });
          rig.simulator.clearFaults();
          await rig.settled();
          await expectOnceAndInOrder(rig);
          expect(await rig.fields()).not.toHaveProperty('pausedReason');
          expect(state(rig).answeredByStatus).toMatchObject({ [refusal.status!]: 1 });
        },
      );
    },
  );

  it.concurrent(
    'falls back to the signature once where an issued URL is refused, without a pause',
    async () => {
      // So slow that the chat goes on behind the first report, however late this test looks.
      const options = { metastudio: { refreshUrl: 'always' }, simulator: { chatRate: 20 } };
      await RelayRig.with(options, async (rig) => {
        await eventually(() => state(rig).passed['issuedUrl']! > 0, 'an issued URL is used');
        const signed = state(rig).passed['aksk']!;
        rig.simulator.revokeUrls();
        rig.simulator.steerChat('generic', 'rate', { perSecond: 5000 });
        await rig.settled();
        await expectOnceAndInOrder(rig);
        expect(state(rig).passed['aksk']).toBeGreaterThan(signed);
        expect(state(rig).answeredByStatus['401']).toBeLessThanOrEqual(1);
        expect(rig.relay.logLines.filter((line) => line.includes('target_paused'))).toEqual([]);
      });
    },
  );

  it.concurrent.each([
    ['in the query', 'query'],
    ['in headers', 'header'],
  ])('can be an auth_key of our own %s', async (_, carrier) => {
    await RelayRig.with(
      {
        simulator: { authKey: AUTH_KEY },
        metastudio: { reportAuth: 'auth-key', authKey: { ...AUTH_KEY, secret: '${KEY}', carrier } },
        environment: { KEY: SECRET },
      },
      async (rig) => {
        await rig.settled();
        await expectOnceAndInOrder(rig);
        expect(state(rig).passed).toMatchObject({ aksk: 0 });
        expect(state(rig).passed['authKey']).toBe(state(rig).accepted.reports);
      },
    );
  });

  it.concurrent('can be a token', async () => {
    const token = 'simulator-token-for-loopback-only';
    await RelayRig.with(
      {
        metastudio: { auth: { type: 'token', token: '${TOKEN}' } },
        environment: { TOKEN: token },
      },
      async (rig) => {
        await rig.settled();
        await expectOnceAndInOrder(rig);
        expect(state(rig).passed['token']).toBe(state(rig).accepted.reports);
        const written = rig.relay.logLines.join('') + String((await rig.relay.metrics.text()).body);
        expect(written).not.toContain(token);
      },
    );
  });
});
