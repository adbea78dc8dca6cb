import type { Transport } from '../../http/late-transport.js';
import { exchange, type Exchange } from '../../http/exchange.js';
import { answerFieldsOf } from '../../report/answer.js';
import { RequestUrl } from '../../request-url.js';
import { CredentialError } from '../credential-error.js';
import { signUntil } from '../sign-until.js';
import type { Signer } from '../signer.js';

/** A project of the account, as IAM lists it. */
export interface IamProject {
  readonly id: string;
  /** The name of its region, or of its region and its own: `cn-north-4_shop`. */
  readonly name: string | undefined;
}

/** What a look at IAM's projects needs. */
export interface IamProjectsRequest {
  /** IAM's origin. */
  readonly endpoint: string;
  /** Only projects of this name; absent: all that the credential may see. */
  readonly name?: string | undefined;
  readonly timeoutMs: number;
  /** MetaStudio's time in ms, as far as we know it. */
  readonly now: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The projects that a credential may see.
 * @throws {CredentialError} if IAM refuses, or cannot be reached.
 * @see https://support.huaweicloud.com/api-iam/iam_06_0001.html
 */
export async function listIamProjects(
  signer: Signer,
  transport: Transport,
  { endpoint, name, timeoutMs, now, signal }: IamProjectsRequest,
): Promise<readonly IamProject[]> {
  const base = RequestUrl.parse(`${endpoint}/v3/projects`);
  if (base === undefined) throw new TypeError('An IAM endpoint without an http(s) origin.');
  const url = name === undefined ? base : base.withParameter('name', name);
  const signed = await signUntil(signal, signer, { method: 'GET', url, headers: {}, now });
  const result: Exchange =
    signed === undefined
      ? { kind: 'not-sent' }
      : await exchange(transport, {
          ...signed,
          method: 'GET',
          timeoutMs,
          answerBytesMax: ANSWER_BYTES_MAX,
          signal,
        });
  if (result.kind !== 'answered') {
    const giverCode = result.kind === 'failed' ? (result.code ?? result.reason) : 'not sent';
    throw new CredentialError(`IAM cannot be reached (${giverCode}).`, {
      retriable: true,
      giverCode,
    });
  }
  const { object, code } = answerFieldsOf(result.answer);
  const { status } = result.answer;
  const projects = object?.['projects'];
  if (status !== 200 || !Array.isArray(projects)) {
    const giverCode = code ?? `status ${status}`;
    throw new CredentialError(`IAM does not tell (${giverCode}).`, { retriable: false, giverCode });
  }
  return projects.flatMap((project: unknown) => projectOf(project) ?? []);
}

function projectOf(value: unknown): IamProject | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { id, name } = value as { readonly id?: unknown; readonly name?: unknown };
  if (typeof id !== 'string' || id === '') return undefined;
  return { id, name: typeof name === 'string' ? name : undefined };
}

const ANSWER_BYTES_MAX = 1_048_576;
