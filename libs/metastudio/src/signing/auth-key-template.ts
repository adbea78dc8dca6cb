import type { ReportTarget } from '../report-target.js';
import type { RequestUrl } from '../request-url.js';
import { fieldOf, partsOf, TEMPLATE_LENGTH_MAX, unknownPartOf } from '../template-parts.js';

/** The values for a template. */
export interface TemplateFill {
  readonly url: RequestUrl;
  readonly target: ReportTarget;
  /** In ms. */
  readonly expiresTime: number;
}

const FIELDS = {
  scheme: ({ url }) => url.scheme,
  host: ({ url }) => url.host,
  path: ({ url }) => url.path,
  url: ({ url }) => url.withoutQuery,
  project_id: ({ target }) => target.projectId,
  room_id: ({ target }) => target.roomId,
  job_id: ({ target }) => target.jobId,
  expires_time: ({ expiresTime }) => String(expiresTime),
  expires_time_hex: ({ expiresTime }) => expiresTime.toString(16),
} satisfies Record<string, (fill: TemplateFill) => string>;

/** The placeholders of an `auth_key` template. `{url}` is scheme, host and path, no query. */
export const AUTH_KEY_FIELDS = Object.keys(FIELDS) as readonly (keyof typeof FIELDS)[];

/** The default template, modelled on MetaStudio's other HMAC schemes. */
export const AUTH_KEY_TEMPLATE_DEFAULT = '{url}{expires_time}';

/** The problem of a template, in a sentence; `undefined` if there is none. */
export function authKeyTemplateProblem(template: string): string | undefined {
  if (template === '') return 'The template is empty.';
  if (template.length > TEMPLATE_LENGTH_MAX) {
    return `The template is longer than ${TEMPLATE_LENGTH_MAX} characters.`;
  }
  if (unknownPartOf(FIELDS, template) === undefined) return undefined;
  const known = AUTH_KEY_FIELDS.map((field) => `{${field}}`).join(' ');
  return `The template has a placeholder that is none of ${known}.`;
}

/**
 * Compiles a template into the function that gives the string to sign.
 *
 * @throws {TypeError} for a template with a problem, see {@link authKeyTemplateProblem}.
 */
export function compileAuthKeyTemplate(template: string): (fill: TemplateFill) => string {
  const problem = authKeyTemplateProblem(template);
  if (problem !== undefined) throw new TypeError(problem);
  const writers = partsOf(template).map((part) => fieldOf(FIELDS, part) ?? (() => part));
  return (fill) => writers.map((write) => write(fill)).join('');
}
