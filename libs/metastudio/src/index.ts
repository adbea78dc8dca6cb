export { callbackOf, type Callback } from './callbacks/callback.js';
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
export { endpointOf, endpointOfRegion, endpointProblem } from './endpoint.js';
export { reportPathOf } from './report-target.js';
export { RequestUrl } from './request-url.js';
export { isUnknownRegion, METASTUDIO_REGIONS, regionOfEndpoint } from './regions.js';
export { reportUrlExpiry } from './report/url-expiry.js';
export { SkewClock, type ClockSkew } from './http/skew-clock.js';
export { LateTransport, type Transport } from './http/late-transport.js';
export { createTransport, type TransportOptions } from './http/transport.js';
export { pastContinue } from './http/past-continue.js';
export { undici } from './http/undici.js';
export {
  buildReport,
  EMPTY_REPORT,
  REPORT_OVERHEAD_BYTES,
  type ReviewConfig,
} from './report/report.builder.js';
export { checkReportUrl, type UrlRefusal } from './report/check-report-url.js';
export {
  chooseRequest,
  type ReportAddress,
  type ReportPolicy,
  type ReportRequest,
} from './report/choose-request.js';
export { RequestChooser } from './report/request-chooser.js';
export { ReportClient, type SendControl } from './report/report.client.js';
export {
  RETRY_AFTER_MS_MAX,
  RETRY_REASONS,
  type Gone,
  type Invalid,
  type ReportOutcome,
  type Retry,
  type TooLarge,
  type Unauthorized,
} from './report/report-outcome.js';
export { CREDENTIAL_FAULTS, type CredentialFault } from './credential-fault.js';
export { AkSkSigner } from './signing/access-keys/aksk.signer.js';
export { appUserIdProblem } from './signing/app-user-id.js';
export { AuthKeySigner } from './signing/auth-key.signer.js';
export {
  AUTH_KEY_FIELDS,
  AUTH_KEY_TEMPLATE_DEFAULT,
  authKeyTemplateProblem,
} from './signing/auth-key-template.js';
export { createSigner, type AuthOptions } from './signing/create-signer.js';
export { CredentialError, type CredentialGiver } from './signing/credential-error.js';
export type { SignedRequest, Signer } from './signing/signer.js';
export { TokenSigner } from './signing/iam/token.signer.js';
export { ECS_METADATA } from './signing/access-keys/ecs-keys.source.js';
export { listIamProjects } from './signing/iam/iam-projects.js';
export { ApiCaller } from './management/api-caller.js';
export {
  isOfCertificate,
  MetaStudioCallError,
  type CallErrorDetails,
  type CallFailure,
} from './management/call-error.js';
export { PacedLimiter } from './management/call-limiter.js';
export {
  checkFilters,
  InvalidFilterError,
  jobQueryOf,
  roomQueryOf,
  type LiveJobFilter,
  type LiveRoomFilter,
} from './management/list-filter.js';
export type { LiveJob } from './management/live-job.js';
export type { LiveRoom, LiveRoomDetails } from './management/live-room.js';
export { SAY_WHEN, type LiveCommand, type SayWhen } from './management/live-command.js';
export { ManagementClient } from './management/management.client.js';
