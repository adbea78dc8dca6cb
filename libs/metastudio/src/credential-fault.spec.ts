import { CREDENTIAL_FAULTS, credentialFaultOf } from './credential-fault.js';

const IAM = 'Incorrect IAM authentication information: ';

describe('credentialFaultOf', () => {
  it.each([
    // The gateway's published words.
    ['APIGW.0301', `${IAM}Get secretKey failed,ak:AKX,err:ak not exist`, 'unknown-key'],
    ['APIGW.0301', `${IAM}verify aksk signature fail`, 'wrong-secret'],
    ['APIGW.0301', `${IAM}AK access failed to reach the limit,forbidden.`, 'locked'],
    ['APIGW.0301', `${IAM}decrypt token fail`, 'token-unreadable'],
    ['APIGW.0301', `${IAM}token expires`, 'token-expired'],
    ['APIGW.0301', `${IAM}x-security-token is wrong`, 'security-token'],
    ['APIGW.0301', `${IAM}of a new kind`, undefined],
    ['APIGW.0303', 'x-sdk-date differs from the server time by more than 15 min', 'wrong-clock'],
    ['APIGW.0303', 'verify aksk signature fail', 'wrong-secret'],
    ['APIGW.0303', '', 'signature-or-clock'],
    ['APIGW.0307', 'The token must be updated.', 'token-expired'],
    ['MSS.00010008', 'Invalid token in the header.', 'token-expired'],
    ['MSS.00000001', 'verify aksk signature fail', undefined],
    [undefined, '', undefined],
  ])('%s %j: %s', (code, message, fault) => {
    expect(credentialFaultOf(code, message)).toBe(fault);
  });

  it('has a sentence with a way out for each fault', () => {
    const words = Object.values(CREDENTIAL_FAULTS);
    expect(new Set(words).size).toBe(words.length);
    expect(words.filter((one) => !/Check|Correct|Set|Get new/.test(one))).toEqual([]);
  });
});
