/** What is wrong with a credential that the gateway or MetaStudio refused. */
export type CredentialFault =
  | 'unknown-key'
  | 'wrong-secret'
  | 'wrong-clock'
  | 'signature-or-clock'
  | 'locked'
  | 'security-token'
  | 'token-expired'
  | 'token-unreadable';

/**
 * Tells refused credentials apart, by the code and the gateway's own published words: it has one
 * code for an unknown key, a wrong secret, a lock and an unreadable token.
 * @param message the answer's words; they are not passed on, since they may quote the key.
 * @returns `undefined` if the answer says only that it refuses.
 * @see https://support.huaweicloud.com/devg-apisign/api-sign-0001.html
 */
export function credentialFaultOf(
  code: string | undefined,
  message: string,
): CredentialFault | undefined {
  if (code === 'MSS.00010008' || code === 'APIGW.0307') return 'token-expired';
  if (code !== 'APIGW.0301' && code !== 'APIGW.0303') return undefined;
  const known = WORDS.find(([words]) => words.test(message));
  return known?.[1] ?? (code === 'APIGW.0303' ? 'signature-or-clock' : undefined);
}

const WORDS: readonly (readonly [RegExp, CredentialFault])[] = [
  [/reach(?:ed)? the limit|locked/iu, 'locked'],
  [/get secretkey failed|ak not exist|(?:unknown|invalid) access ?key/iu, 'unknown-key'],
  [/security.?token/iu, 'security-token'],
  [/token.{0,20}expire/iu, 'token-expired'],
  [/x-sdk-date|clock|timestamp|15 ?min/iu, 'wrong-clock'],
  [/decrypt token|token.{0,20}(?:invalid|fail)/iu, 'token-unreadable'],
  [/aksk signature|signature.{0,20}(?:fail|match)/iu, 'wrong-secret'],
];

/** For an error: what is wrong, and what to do. */
export const CREDENTIAL_FAULTS: Readonly<Record<CredentialFault, string>> = {
  'unknown-key': 'the access key does not exist (wrong, deleted or disabled). Check auth.accessKey',
  'wrong-secret':
    'the signature was refused: auth.secretKey is not that of the access key. ' +
    'Check metastudio.auth',
  'wrong-clock':
    "the time of the signature was refused: this machine's clock is more than 15 minutes off. " +
    'Set it by NTP (timedatectl set-ntp true)',
  'signature-or-clock':
    "the signature was refused: auth.secretKey is not that of the access key, or this machine's " +
    'clock is more than 15 minutes off. Check metastudio.auth and the clock',
  locked:
    'the access key is locked for five minutes after five refusals in a row: auth.secretKey is ' +
    'probably wrong. Correct it and wait',
  'security-token':
    'the security token was refused: temporary keys have ended, or belong to another key. ' +
    'Get new ones: they live for 24 hours at most',
  'token-expired':
    'the token was refused: it is wrong, expired (after 24 hours) or of another project. ' +
    'Check metastudio.auth',
  'token-unreadable':
    'the token was refused: it cannot be read, is cut off, or is of another region. ' +
    'Check metastudio.auth',
};
