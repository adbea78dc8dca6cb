import * as fc from 'fast-check';
import { endpointOf } from '../endpoint.js';
import { reportPathOf } from '../report-target.js';
import { chooseRequest, type ReportPolicy } from './choose-request.js';
import { RequestChooser } from './request-chooser.js';

const ORIGIN = 'https://metastudio.cn-north-4.myhuaweicloud.com';
const NOW = 1_700_000_000_000;
const target = { projectId: 'p', roomId: 'r', jobId: 'j' };
const issued = `${ORIGIN}${reportPathOf(target)}`;

const address = fc.record({
  target: fc.record({
    projectId: fc.constantFrom('p', 'q'),
    roomId: fc.constantFrom('r', 's'),
    jobId: fc.constantFrom('j', 'k'),
  }),
  appUserId: fc.constantFrom(undefined, 'one', 'other'),
  issuedUrl: fc.constantFrom(
    undefined,
    undefined,
    issued,
    `${issued}?auth_key=abc&expires_time=${NOW / 1000 + 900}`,
    'https://elsewhere.example/',
  ),
});

function policyOf(more: Partial<ReportPolicy> = {}): ReportPolicy {
  return {
    endpoint: endpointOf(ORIGIN),
    allowedHosts: ['.myhuaweicloud.com'],
    reportAuth: 'auth',
    refreshUrl: 'auto',
    ...more,
  };
}

describe('RequestChooser', () => {
  it('chooses for each report in a row what would be chosen for it alone', () => {
    const policy = fc.record({
      reportAuth: fc.constantFrom('auth', 'auth-key', 'url'),
      refreshUrl: fc.constantFrom('auto', 'always', 'never'),
    });
    const reports = fc.array(fc.tuple(address, fc.nat(2_000_000)), { maxLength: 8 });
    fc.assert(
      fc.property(policy, reports, (more, all) => {
        const chooser = new RequestChooser(policyOf(more));
        for (const [one, later] of all) {
          const alone = chooseRequest(policyOf(more), one, NOW + later);
          expect(chooser.next(one, NOW + later)).toEqual(alone);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('keeps the request to the endpoint while its address is the same', () => {
    const chooser = new RequestChooser(policyOf());
    const first = chooser.next({ target }, NOW);
    expect(chooser.next({ target: { ...target } }, NOW + 1)).toBe(first);
    expect(chooser.next({ target, appUserId: 'one' }, NOW + 2)).not.toBe(first);
  });
});
