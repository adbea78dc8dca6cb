import type { IamAccount } from '../../simulator.options.js';
import { refuse, type Answer, type Refusal } from '../answer.js';
import type { ArrivedRequest } from '../arrived-request.js';
import type { Tokens } from '../auth/tokens.js';
import { readJson } from '../json.js';

/**
 * Issues a token to the only IAM user, in `X-Subject-Token`, for a scope that names the project.
 * @see https://support.huaweicloud.com/api-iam/iam_30_0001.html
 */
export function issueToken(
  request: ArrivedRequest,
  account: IamAccount,
  tokens: Tokens,
  now: number,
): Answer | Refusal {
  if (request.method !== 'POST') return refuse(404, 'IAM.0004', 'Could not find the requested URL');
  const problem = loginProblem(request.body, account);
  if (problem !== undefined) return problem;
  const { token, expiresAt } = tokens.issue(now);
  return {
    status: 201,
    headers: { 'x-subject-token': token },
    body: {
      token: {
        methods: ['password'],
        issued_at: iamTime(now),
        expires_at: iamTime(expiresAt),
        user: { name: account.user, domain: { name: account.domain } },
        project: { name: account.project },
      },
    },
  };
}

/**
 * The only project of the account, if the filter matches it.
 * @see https://support.huaweicloud.com/api-iam/iam_06_0001.html
 */
export function listProjects(
  request: ArrivedRequest,
  { project }: IamAccount,
  projectId: string,
): Answer | Refusal {
  if (request.method !== 'GET') return refuse(404, 'IAM.0004', 'Could not find the requested URL');
  const name = new URLSearchParams(request.query).get('name');
  const listed = name === null || name === project;
  const one = {
    domain_id: 'd'.repeat(32),
    is_domain: false,
    parent_id: 'd'.repeat(32),
    name: project,
    description: '',
    links: {},
    id: projectId,
    enabled: true,
  };
  return { status: 200, body: { links: {}, projects: listed ? [one] : [] } };
}

function loginProblem(body: Buffer, account: IamAccount): Refusal | undefined {
  const login = readJson(body);
  const identity = at(login, 'auth', 'identity');
  const methods = at(identity, 'methods');
  const user = at(identity, 'password', 'user');
  const scope = at(login, 'auth', 'scope', 'project', 'name');
  if (!Array.isArray(methods) || !methods.includes('password') || typeof scope !== 'string') {
    return refuse(400, 'IAM.0101', 'Request body is invalid');
  }
  const given = [at(user, 'domain', 'name'), at(user, 'name'), at(user, 'password'), scope];
  const { domain, user: name, password, project } = account;
  const right = [domain, name, password, project].every((value, index) => value === given[index]);
  return right ? undefined : refuse(401, 'IAM.0006', 'The username or password is wrong.');
}

/** IAM's times have microseconds. */
function iamTime(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '000Z');
}

function at(value: unknown, ...path: string[]): unknown {
  let here = value;
  for (const name of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, name)) return undefined;
    here = (here as Record<string, unknown>)[name];
  }
  return here;
}
