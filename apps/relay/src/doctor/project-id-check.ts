import { CredentialError, listIamProjects } from '#metastudio';
import type { ProjectAccess } from '../projects/access/project-access.js';
import { fail, ok, skipped, type Finding } from './finding.js';

/** Checks whether IAM knows the project's id for its credential; no finding without IAM. */
export async function projectIdOf(
  { config, signer, transport, clock }: ProjectAccess,
  signal: AbortSignal,
): Promise<Finding | undefined> {
  const { name: subject, iam, projectId, timeoutMs } = config;
  if (iam === undefined || signer === undefined) return undefined;
  const { endpoint, project: name } = iam;
  try {
    const request = { endpoint, name, timeoutMs, now: clock.now(), signal };
    const projects = await listIamProjects(signer, transport, request);
    if (projects.some(({ id }) => sameId(id, projectId))) return ok(CHECK, subject, 'IAM knows it');
    const known = projects.slice(0, SHOWN_MAX).map(({ id }) => id.slice(0, 64));
    const where = name === undefined ? 'this account' : name;
    const found =
      known.length === 0
        ? `IAM knows no project of ${where} for this credential`
        : `is not what IAM knows of ${where}: ${known.join(', ')}`;
    return fail(CHECK, subject, found, WAY_OUT);
  } catch (error) {
    if (!(error instanceof CredentialError)) throw error;
    return skipped(CHECK, subject, `not compared: ${error.message}`);
  }
}

function sameId(a: string, b: string): boolean {
  return plain(a) === plain(b);
}

function plain(id: string): string {
  return id.replaceAll('-', '').toLowerCase();
}

const CHECK = 'project-id';
const SHOWN_MAX = 5;
const WAY_OUT =
  "Copy projectId from the console (My Credentials, API Credentials), in the line of the endpoint's region.";
