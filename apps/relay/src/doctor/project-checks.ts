import { boundedSignal } from '#timing';
import { request, type Dispatcher } from 'undici';
import {
  CredentialError,
  endpointOf,
  isOfCertificate,
  isUnknownRegion,
  METASTUDIO_REGIONS,
  MetaStudioCallError,
  regionOfEndpoint,
  type CallFailure,
  type CredentialGiver,
  type ManagementClient,
} from '#metastudio';
import type { ProjectAccess } from '../projects/access/project-access.js';
import { fail, ok, skipped, warn, type Finding } from './finding.js';
import { projectIdOf } from './project-id-check.js';

const WAY_OUT: Readonly<Record<CallFailure, string>> = {
  unauthorized: 'Correct auth of this project: keys, token or IAM user; look at the clock, too.',
  forbidden: 'Give the credential access to MetaStudio, and check projectId.',
  'not-found': 'Check projectId and endpoint.',
  'invalid-request': 'Check projectId and appUserId.',
  throttled: 'Wait a minute and run it again.',
  'wrong-endpoint': 'Correct endpoint or region of this project.',
  unavailable: 'Check endpoint, the network and HTTPS_PROXY; else wait and run it again.',
  unsendable: 'Copy auth and appUserId of this project anew, without what stands around them.',
  'unreadable-answer': 'Check endpoint, and whether a proxy answers in its place.',
  aborted: 'Run it again.',
};

const AWAY: Readonly<Record<CredentialGiver, string>> = {
  IAM: 'Check auth.endpoint, the network and HTTPS_PROXY.',
  'the metadata service': 'Run it on an ECS that has an agency, or take another type of auth.',
  'the key file': 'Check auth.file, who may read it, and what renews it.',
};

/** The findings of a project, and the client for what comes after; `undefined` where it fails. */
export interface CheckedProject {
  readonly findings: readonly Finding[];
  readonly client: ManagementClient | undefined;
}

/** Checks whether MetaStudio takes the credential of a project, and agrees with our clock. */
export async function checkProject(
  access: ProjectAccess,
  signal: AbortSignal,
): Promise<CheckedProject> {
  const { client } = access;
  const { name } = access.config;
  const credential =
    client === undefined
      ? skipped('credentials', name, 'no auth: only a report shows whether it is authenticated')
      : await credentialOf(client, name, signal);
  const heard = client === undefined ? await observeDate(access, signal) : access.clock.heard;
  const usable = credential.status === 'ok' ? client : undefined;
  // IAM may know a credential that MetaStudio refuses because of the project.
  const projectId = signal.aborted ? undefined : await projectIdOf(access, signal);
  const findings = [
    ...regionOf(access),
    credential,
    ...(projectId === undefined ? [] : [projectId]),
    clockOf(access, heard),
  ];
  return { findings, client: usable };
}

/** A finding where the region is not a known one; none where the endpoint is not Huawei's. */
function* regionOf({ config: { name, endpoint } }: ProjectAccess): Generator<Finding> {
  const region = regionOfEndpoint(endpoint);
  if (region === undefined || !isUnknownRegion(region)) return;
  const known = METASTUDIO_REGIONS.join(', ');
  const found = `Huawei's SDKs know no MetaStudio in ${region} (they know ${known})`;
  yield warn('region', name, found, 'Check region or endpoint, unless Huawei named it to you.');
}

/** What to do where the network's code tells; else `undefined`. */
export function wayOutOfCode(code: string | undefined): string | undefined {
  return isOfCertificate(code) ? CERTIFICATE : undefined;
}

const CERTIFICATE =
  "Look at the clock; with an authority of your own, or a proxy's: NODE_EXTRA_CA_CERTS=<its file> (export; a .env is too late).";

/** A management call that failed, as a finding. */
export function callFinding(check: string, subject: string, error: unknown): Finding {
  if (error instanceof MetaStudioCallError) {
    const wayOut = wayOutOfCode(error.errorCode) ?? WAY_OUT[error.reason];
    return fail(check, subject, error.message, wayOut);
  }
  if (error instanceof CredentialError) {
    const away = wayOutOfCode(error.giverCode) ?? AWAY[error.giver];
    const wayOut = error.retriable ? away : 'Correct auth of this project.';
    return fail(check, subject, error.message, wayOut);
  }
  throw error;
}

async function credentialOf(
  client: ManagementClient,
  name: string,
  signal: AbortSignal,
): Promise<Finding> {
  try {
    await client.listSmartLiveRooms({ limit: 1 }, { signal }).next();
    return ok('credentials', name, 'MetaStudio takes the credential');
  } catch (error) {
    return callFinding('credentials', name, error);
  }
}

function clockOf({ clock, config: { name } }: ProjectAccess, heard: boolean): Finding {
  if (!heard) return skipped('clock', name, 'MetaStudio told no time');
  if (clock.skewMs === 0) return ok('clock', name, "agrees with MetaStudio's within a minute");
  const minutes = Math.round(Math.abs(clock.skewMs) / 60_000);
  const found = `${minutes} min ${clock.skewMs > 0 ? 'behind' : 'ahead of'} MetaStudio's`;
  const wayOut = 'Set the clock by NTP (timedatectl set-ntp true); until then it is corrected for.';
  return fail('clock', name, found, wayOut);
}

/** Any answer tells the time, even a refusal. */
async function observeDate(
  { config, transport, clock }: ProjectAccess,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const within = boundedSignal(config.timeoutMs, signal);
    const answer = await request(endpointOf(config.endpoint).origin, {
      // All that a request asks of it is to dispatch.
      dispatcher: transport as Pick<Dispatcher, 'dispatch'> as Dispatcher,
      signal: within,
    });
    const { date } = answer.headers;
    await answer.body.dump();
    clock.observe(typeof date === 'string' ? date : undefined);
    return clock.heard;
  } catch {
    // For the clock it only matters that no time was heard.
    return false;
  }
}
