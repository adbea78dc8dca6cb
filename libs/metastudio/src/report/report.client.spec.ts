import { LateTransport } from '../http/late-transport.js';
import { undici } from '../http/undici.js';
import { SkewClock } from '../http/skew-clock.js';
import { endpointOf } from '../endpoint.js';
import { TokenSigner } from '../signing/iam/token.signer.js';
import { Secret } from '#secret';
import { chooseRequest, type ReportPolicy } from './choose-request.js';
import { ReportClient } from './report.client.js';

const POLICY: ReportPolicy = {
  endpoint: endpointOf('https://example.com'),
  allowedHosts: [],
  reportAuth: 'auth',
  refreshUrl: 'auto',
};
const TARGET = { projectId: 'p', roomId: 'r', jobId: 'j' };

describe('the client of reports', () => {
  it('has all that a report needs loaded once it is ready, so that the first one goes as fast as others', async () => {
    let made = 0;
    const transport = new LateTransport(() => {
      made++;
      return new (undici().Agent)();
    });
    const clock = new SkewClock();
    const options = { policy: POLICY, timeoutMs: 1000 };
    const client = new ReportClient(options, new TokenSigner(new Secret('t')), transport, clock);
    const request = chooseRequest(POLICY, { target: TARGET }, clock.now());
    if (request.kind === 'no-url') throw new Error('Nowhere to send to.');
    expect(made).toBe(0);
    await client.ready(request);
    await client.ready(request);
    expect(made).toBe(1);
    await transport.destroy();
  });
});
