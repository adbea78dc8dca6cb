export { CALLBACK_EVENTS, callbackOf, type Callback } from './callbacks/callback.js';
export {
  CALLBACK_FIELDS,
  CALLBACK_TEMPLATE_DEFAULT,
  callbackTemplateProblem,
} from './callbacks/callback-template.js';
export {
  CALLBACK_AUTHS,
  CALLBACK_WINDOW_MS,
  CallbackVerifier,
  type CallbackAuth,
  type CallbackTerms,
} from './callbacks/callback-verifier.js';
export { endpointOf, endpointOfRegion, endpointProblem, type Endpoint } from './endpoint.js';
export { reportPathOf, reportUrlOf, type ReportTarget } from './report-target.js';
export { RequestUrl } from './request-url.js';
export { isUnknownRegion, METASTUDIO_REGIONS, regionOfEndpoint } from './regions.js';
export { reportUrlExpiry } from './report/url-expiry.js';
export { SkewClock, type ClockSkew } from './http/skew-clock.js';
export { createTransport, type ForwardProxy, type TransportOptions } from './http/transport.js';
export {
  buildReport,
  EMPTY_REPORT,
  REPORT_OVERHEAD_BYTES,
  type ReviewConfig,
} from './report/report.builder.js';
export {
  checkReportUrl,
  REPORT_URL_BYTES_MAX,
  URL_REFUSALS,
  type CheckedReportUrl,
  type ReportUrlRules,
  type UrlRefusal,
} from './report/check-report-url.js';
export {
  chooseRequest,
  type NoRequest,
  type ReportAddress,
  type ReportPolicy,
  type ReportRequest,
} from './report/choose-request.js';
export {
  ReportClient,
  type ReportClientOptions,
  type SendControl,
} from './report/report.client.js';
export {
  REFUSED_REASONS,
  RETRY_AFTER_MS_MAX,
  RETRY_REASONS,
  type Delivered,
  type Gone,
  type Invalid,
  type Refused,
  type RefusedReason,
  type ReportOutcome,
  type Retry,
  type RetryReason,
  type Stale,
  type TooLarge,
  type Unauthorized,
} from './report/report-outcome.js';
export { CREDENTIAL_FAULTS, credentialFaultOf, type CredentialFault } from './credential-fault.js';
export { ERROR_CODES, errorCodeOf, type CodeVerdict, type ErrorCode } from './error-codes.js';
export { AkSkSigner, type AccessKeys } from './signing/access-keys/aksk.signer.js';
export { appUserIdProblem } from './signing/app-user-id.js';
export { AuthKeySigner, type AuthKeyOptions } from './signing/auth-key.signer.js';
export {
  AUTH_KEY_FIELDS,
  AUTH_KEY_TEMPLATE_DEFAULT,
  authKeyTemplateProblem,
} from './signing/auth-key-template.js';
export {
  createSigner,
  type AuthOptions,
  type SignerSurroundings,
} from './signing/create-signer.js';
export { CredentialError, type CredentialGiver } from './signing/credential-error.js';
export type { SignedRequest, Signer, UnsignedRequest } from './signing/signer.js';
export { TokenSigner } from './signing/iam/token.signer.js';
export { IamTokenSigner } from './signing/iam/iam-token.signer.js';
export { ECS_METADATA } from './signing/access-keys/ecs-keys.source.js';
export { fetchIamToken, type IamToken, type IamUser } from './signing/iam/iam-token.source.js';
export { listIamProjects, type IamProject } from './signing/iam/iam-projects.js';
export { ApiCaller, type ApiCallerOptions, type CallOptions } from './management/api-caller.js';
export {
  CALL_FAILURES,
  MetaStudioCallError,
  type CallErrorDetails,
  type CallFailure,
} from './management/call-error.js';
export { PacedLimiter, type CallLimiter } from './management/call-limiter.js';
export {
  checkFilters,
  InvalidFilterError,
  jobQueryOf,
  roomQueryOf,
  type LiveJobFilter,
  type LiveRoomFilter,
  type RoomJobFilter,
} from './management/list-filter.js';
export type { LiveJob, PlatformLive, RtcRoom, RtcUser } from './management/live-job.js';
export type {
  ErrorInfo,
  EventCallback,
  ListedRule,
  LiveRoom,
  LiveRoomDetails,
  OpenEnum,
  RoomModel,
  SharedConfig,
} from './management/live-room.js';
export { SAY_WHEN, type LiveCommand, type SayWhen } from './management/live-command.js';
export type { UserConfig } from './management/user-config.js';
export { ManagementClient } from './management/management.client.js';
