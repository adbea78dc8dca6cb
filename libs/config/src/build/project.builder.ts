import {
  endpointOf,
  endpointOfRegion,
  isUnknownRegion,
  METASTUDIO_REGIONS,
  regionOfEndpoint,
} from '#metastudio';
import { Secret, secretOf } from '#secret';
import type { Findings } from '../checks/findings.js';
import { checkGivenId } from './metastudio-ids.js';
import type { AuthOptions, IamAuthOptions } from '../options/auth.options.js';
import type {
  AuthKeyOptions,
  CallbacksOptions,
  MetastudioOptions,
} from '../options/metastudio.options.js';
import {
  type AuthConfig,
  type AuthKeyConfig,
  type CallbacksConfig,
  type IamAuthConfig,
  type IamPlace,
  type ProjectConfig,
} from '../relay-config.js';

/**
 * Makes a project from its checked options. Rules between several keys are checked here.
 * @returns `undefined` if the project has a problem.
 */
export function buildProject(
  name: string,
  path: string,
  options: MetastudioOptions,
  findings: Findings,
): ProjectConfig | undefined {
  const endpoint = endpointText(path, options, findings);
  const reportAuth = options.reportAuth ?? (options.authKey === undefined ? 'auth' : 'auth-key');
  if (reportAuth === 'auth' && options.auth === undefined) {
    findings.problem(`${path}.auth`, AUTH_MISSING);
  }
  checkAuthKey(path, reportAuth, options.authKey, findings);
  checkAnswers(path, options, findings);
  cautionAboutCallbacks(path, name, options, findings);
  const region = options.region ?? regionOfEndpoint(endpoint ?? '');
  cautionAboutRegion(path, region, options, findings);
  const iam = { region, endpoint: options.iamEndpoint ?? iamOfRegion(region) };
  const auth = buildAuth(`${path}.auth`, iam, options.auth, findings);
  if (endpoint === undefined || findings.affects(path)) return undefined;
  // Checked even if the project has another problem.
  checkGivenId(`${path}.projectId`, options.projectId, 'projectId', endpoint, findings);
  return {
    name,
    endpoint: endpointOf(endpoint).origin,
    projectId: options.projectId,
    iam: iamPlaceOf(iam, auth),
    appUserId: options.appUserId,
    reviewConfig: options.reviewConfig,
    auth,
    reportAuth,
    authKey: buildAuthKey(options.authKey),
    refreshUrl: options.refreshUrl,
    allowedHosts: options.allowedHosts.map((host) => host.toLowerCase()),
    reportsPerSecond: options.reportsPerSecond,
    answerChecksPerSecond: options.answerChecksPerSecond,
    callbacks: buildCallbacks(options.callbacks),
    timeoutMs: options.timeoutMs,
  };
}

function checkAnswers(
  path: string,
  { answerChecksPerSecond, auth }: MetastudioOptions,
  findings: Findings,
): void {
  if (answerChecksPerSecond > 0 && auth === undefined && !findings.affects(`${path}.auth`)) {
    findings.problem(`${path}.answerChecksPerSecond`, 'needs auth, with which MetaStudio is asked');
  }
}

function cautionAboutCallbacks(
  path: string,
  project: string,
  { callbacks }: MetastudioOptions,
  findings: Findings,
): void {
  if (callbacks === undefined || findings.affects(`${path}.callbacks`)) return;
  if (callbacks.auth === 'NONE') {
    findings.caution(`${path}.callbacks.auth`, CALLBACKS_OPEN_CAUTION);
  } else findings.caution(`${path}.callbacks.template`, CALLBACK_TEMPLATE_CAUTION);
  const own = `/callbacks/metastudio/${project}`;
  if (new URL(callbacks.url).pathname.replace(/\/$/u, '').endsWith(own)) return;
  const problem = `does not end with ${own}, where this project is called back`;
  findings.caution(`${path}.callbacks.url`, `${problem}: nothing comes, unless a proxy changes it`);
}

const CALLBACKS_OPEN_CAUTION =
  'has the key in the address, where proxies log it; MSS_A_HEAD signs instead';
const CALLBACK_TEMPLATE_CAUTION =
  'Huawei publishes what is signed in words alone; look at relay_callbacks_total when the first come';

const AUTH_MISSING =
  'is missing; reports are authenticated by it, unless authKey or reportAuth: url is given';
const SECRET_MISSING = 'is missing; reportAuth: auth-key signs with it';
const TEMPLATE_CAUTION =
  'Huawei publishes no string-to-sign for this call; confirm the template with them, or use auth';

function endpointText(
  path: string,
  { region, endpoint }: MetastudioOptions,
  findings: Findings,
): string | undefined {
  if (findings.affects(`${path}.region`) || findings.affects(`${path}.endpoint`)) return undefined;
  if (region !== undefined && endpoint !== undefined) {
    findings.problem(`${path}.endpoint`, 'is given beside region; keep one of them');
    return undefined;
  }
  if (endpoint !== undefined) return endpoint;
  if (region !== undefined) return endpointOfRegion(region);
  findings.problem(`${path}.endpoint`, 'is missing; give it, or region: cn-north-4');
  return undefined;
}

function cautionAboutRegion(
  path: string,
  region: string | undefined,
  options: MetastudioOptions,
  findings: Findings,
): void {
  if (region === undefined || !isUnknownRegion(region) || findings.affects(`${path}.region`))
    return;
  const key = options.region === undefined ? 'endpoint' : 'region';
  const known = METASTUDIO_REGIONS.join(', ');
  findings.caution(
    `${path}.${key}`,
    `is in a region in which Huawei's SDKs know no MetaStudio (they know ${known})`,
  );
}

function checkAuthKey(
  path: string,
  reportAuth: string,
  authKey: AuthKeyOptions | undefined,
  findings: Findings,
): void {
  if (findings.affects(`${path}.authKey`)) return;
  if (authKey === undefined) {
    if (reportAuth === 'auth-key') findings.problem(`${path}.authKey.secret`, SECRET_MISSING);
    return;
  }
  if (reportAuth === 'auth-key') findings.caution(`${path}.authKey.template`, TEMPLATE_CAUTION);
  else findings.caution(`${path}.authKey`, `is not used, since reportAuth is ${reportAuth}`);
}

function buildAuthKey(options: AuthKeyOptions | undefined): AuthKeyConfig | undefined {
  if (options === undefined) return undefined;
  const { secret, template, encoding, ttlSeconds, carrier } = options;
  return { secret: new Secret(secret), template, encoding, ttlSeconds, carrier };
}

function buildCallbacks(options: CallbacksOptions | undefined): CallbacksConfig | undefined {
  if (options === undefined) return undefined;
  const { url, auth, key, template } = options;
  return { url, auth, key: new Secret(key), template };
}

/** IAM according to the endpoint and `iamEndpoint`. */
interface IamOfProject {
  readonly region: string | undefined;
  readonly endpoint: string | undefined;
}

function iamOfRegion(region: string | undefined): string | undefined {
  return region === undefined ? undefined : `https://iam.${region}.myhuaweicloud.com`;
}

function iamPlaceOf(iam: IamOfProject, auth: AuthConfig | undefined): IamPlace | undefined {
  const ofAuth = auth?.type === 'iam' ? auth : undefined;
  const endpoint = ofAuth?.endpoint ?? iam.endpoint;
  if (endpoint === undefined) return undefined;
  return { endpoint: new URL(endpoint).origin, project: ofAuth?.project ?? iam.region };
}

function buildAuth(
  path: string,
  iam: IamOfProject,
  auth: AuthOptions | undefined,
  findings: Findings,
): AuthConfig | undefined {
  if (findings.affects(path)) return undefined;
  switch (auth?.type) {
    case 'aksk':
      return {
        type: 'aksk',
        accessKey: new Secret(auth.accessKey),
        secretKey: new Secret(auth.secretKey),
        securityToken: secretOf(auth.securityToken),
      };
    case 'token':
      return { type: 'token', token: new Secret(auth.token) };
    case 'iam':
      return buildIam(path, iam, auth, findings);
    case 'ecs':
      return { type: 'ecs', endpoint: new URL(auth.endpoint).origin };
    case 'key-file':
      return { type: 'key-file', file: auth.file };
    case undefined:
      return undefined;
  }
}

function buildIam(
  path: string,
  iam: IamOfProject,
  auth: IamAuthOptions,
  findings: Findings,
): IamAuthConfig {
  const endpoint = auth.endpoint ?? iam.endpoint;
  const project = auth.project ?? iam.region;
  for (const [key, value] of Object.entries({ endpoint, project })) {
    if (value === undefined) findings.problem(`${path}.${key}`, `is missing; ${NO_REGION}`);
  }
  return {
    type: 'iam',
    endpoint: endpoint === undefined ? '' : new URL(endpoint).origin,
    domain: auth.domain,
    user: auth.user,
    password: new Secret(auth.password),
    project: project ?? '',
  };
}

const NO_REGION = 'the endpoint does not tell the region that it would follow from';
