import * as fc from 'fast-check';

import { Simulator, type SimulatorOptions } from '../../apps/simulator/src/index.js';
import { AkSkSigner, AuthKeySigner, RequestUrl, type Signer } from '#metastudio';
import { Secret } from '#secret';
import { comment, reportOf, reportUrl, send, type Reply } from './support/report-client.js';

const TEMPLATE = '{url}{expires_time}';

describe("the relay's signatures and the simulator's verification", () => {
  let simulator: Simulator;
  const start = async (options: SimulatorOptions = {}) => {
    simulator = await new Simulator(options).start();
  };
  afterEach(() => simulator.stop());

  const keys = (securityToken?: string) => ({
    accessKey: new Secret(simulator.settings.accessKey),
    secretKey: new Secret(simulator.settings.secretKey),
    ...(securityToken === undefined ? {} : { securityToken: new Secret(securityToken) }),
  });
  const sendSigned = async (
    signer: Signer,
    method: 'GET' | 'POST',
    url: RequestUrl,
    body = '',
  ): Promise<Reply> => {
    const { roomId, jobId } = simulator.rooms[0]!;
    const { projectId } = simulator.settings;
    const signed = await signer.sign({
      method,
      url,
      headers: { 'content-type': 'application/json', 'x-project-id': projectId },
      body: Buffer.from(body),
      now: Date.now(),
      target: { projectId, roomId, jobId: jobId! },
    });
    return send(signed.url.reveal(), { method, headers: { ...signed.headers }, body });
  };
  const report = (signer: Signer, url = reportUrl(simulator)) => {
    const body = JSON.stringify(reportOf(comment('你好 "hello" \\ 👨‍👩‍👧')));
    return sendSigned(signer, 'POST', RequestUrl.parse(url)!, body);
  };

  it('agree on the signature of any query', async () => {
    await start();
    const signer = new AkSkSigner(keys());
    const rooms = `${simulator.url}/v1/${simulator.settings.projectId}/smart-live-rooms`;
    const names = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(names, async (name) => {
        const url = RequestUrl.parse(rooms)!
          .withParameter('room_name', name)
          .withParameter('limit', '100');
        expect((await sendSigned(signer, 'GET', url)).status).toBe(200);
      }),
      { numRuns: 60 },
    );
  });

  it('agree on the signature of a report, with and without a query', async () => {
    await start();
    const signer = new AkSkSigner(keys());
    expect((await report(signer)).status).toBe(200);
    const refreshed = await report(signer, `${reportUrl(simulator)}?refresh_url=true`);
    expect(refreshed.json['live_event_report_url']).toContain('auth_key=');
    expect(simulator.state().passed['aksk']).toBe(2);
  });

  it('agree on temporary keys', async () => {
    await start({ securityToken: 'temporary' });
    expect((await report(new AkSkSigner(keys('temporary')))).status).toBe(200);
    expect((await report(new AkSkSigner(keys()))).status).toBe(401);
  });

  it.each([
    ['hex', 'query'],
    ['base64', 'query'],
    ['base64url', 'header'],
    ['hex', 'header'],
  ] as const)('agree on an auth_key as %s in the %s', async (encoding, carrier) => {
    const scheme = { secret: 'of both', template: TEMPLATE, encoding };
    await start({ authKey: scheme });
    const secret = new Secret(scheme.secret);
    const signer = new AuthKeySigner({ ...scheme, secret, carrier, ttlSeconds: 60 });
    expect((await report(signer)).status).toBe(200);
    expect(simulator.state().passed['authKey']).toBe(1);
    const other = { ...scheme, secret: new Secret('of another'), carrier, ttlSeconds: 60 };
    expect((await report(new AuthKeySigner(other))).status).toBe(401);
  });
});
