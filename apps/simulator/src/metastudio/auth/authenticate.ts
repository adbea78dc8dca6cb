import { refuse, REFUSALS, type Refusal } from '../answer.js';
import { headerOf, type ArrivedRequest } from '../arrived-request.js';
import { presentedKey, schemeKey, type AuthKeyScheme, type PresentedKey } from './auth-key.js';
import type { IssuedUrls } from '../issued-urls.js';
import type { ReportPath } from '../endpoints/report-path.js';
import type { Tokens } from './tokens.js';
import { verifyAkSk, type AccessKey } from './verify-aksk.js';

/** Decides who may call, and counts how often each credential was used. */
export class Authenticator {
  /** Admitted requests, by their credential. */
  readonly passed = { aksk: 0, token: 0, issuedUrl: 0, authKey: 0 };

  constructor(
    private readonly accessKey: AccessKey,
    private readonly scheme: AuthKeyScheme | undefined,
    private readonly tokens: Tokens,
    private readonly issued: IssuedUrls,
  ) {}

  /**
   * Every credential in a request must be valid; one is enough. An `auth_key` counts only on
   * reports.
   * @param report the names in its path, if the request is a report.
   * @returns why it is refused; `undefined` if it may pass.
   */
  check(request: ArrivedRequest, report: ReportPath | undefined, now: number): Refusal | undefined {
    const key = report === undefined ? undefined : presentedKey(request);
    if (key !== undefined && 'code' in key) return key;
    if (key !== undefined && report !== undefined) return this.checkKey(request, report, key, now);
    if (headerOf(request.headers, 'authorization') !== undefined) {
      const refusal = verifyAkSk(request, this.accessKey, now);
      if (refusal === undefined) this.passed.aksk++;
      return refusal;
    }
    const token = headerOf(request.headers, 'x-auth-token');
    if (token === undefined) {
      return refuse(401, 'APIGW.0301', 'Incorrect IAM authentication information: no credential');
    }
    return this.checkToken(token, now);
  }

  private checkToken(token: string, now: number): Refusal | undefined {
    switch (this.tokens.state(token, now)) {
      case 'valid':
        this.passed.token++;
        return undefined;
      case 'expired':
        return REFUSALS.tokenExpired;
      case 'unknown':
        return refuse(
          401,
          'APIGW.0301',
          'Incorrect IAM authentication information: decrypt token fail',
        );
    }
  }

  private checkKey(
    request: ArrivedRequest,
    report: ReportPath,
    { key, expiresAt }: PresentedKey,
    now: number,
  ): Refusal | undefined {
    if (headerOf(request.headers, 'authorization') !== undefined) {
      const refusal = verifyAkSk(request, this.accessKey, now);
      if (refusal !== undefined) return refusal;
    }
    if (expiresAt <= now) return REFUSALS.unauthorized;
    if (this.issued.knows(report.jobId, key, expiresAt)) {
      this.passed.issuedUrl++;
      return undefined;
    }
    const { scheme } = this;
    if (scheme !== undefined && schemeKey(scheme, request, report, expiresAt) === key) {
      this.passed.authKey++;
      return undefined;
    }
    return REFUSALS.unauthorized;
  }
}
