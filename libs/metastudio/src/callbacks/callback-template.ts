import { fieldOf, partsOf, TEMPLATE_LENGTH_MAX, unknownPartOf } from '../template-parts.js';

/** The values for the template of a callback's signature. */
export interface CallbackFill {
  readonly url: URL;
  /** The time as it came: hexadecimal. */
  readonly time: string;
}

const FIELDS = {
  scheme: ({ url }) => url.protocol.slice(0, -1),
  host: ({ url }) => url.host,
  path: ({ url }) => url.pathname,
  url: ({ url }) => `${url.origin}${url.pathname}`,
  time: ({ time }) => time,
  time_decimal: ({ time }) => String(Number.parseInt(time, 16)),
} satisfies Record<string, (fill: CallbackFill) => string>;

/** The placeholders of a callback's template. `{url}` is scheme, host and path. */
export const CALLBACK_FIELDS = Object.keys(FIELDS) as readonly (keyof typeof FIELDS)[];

/** As the documentation's formula reads: `hmac_sha256(Key, URI + hwTime)`. */
export const CALLBACK_TEMPLATE_DEFAULT = '{url}{time}';

/** The problem of a template, in a sentence; `undefined` if there is none. */
export function callbackTemplateProblem(template: string): string | undefined {
  if (template.length > TEMPLATE_LENGTH_MAX) return 'The template is too long.';
  if (unknownPartOf(FIELDS, template) !== undefined) {
    return 'The template has a placeholder that is not known.';
  }
  const hasTime = partsOf(template).some((part) => part === '{time}' || part === '{time_decimal}');
  return hasTime ? undefined : 'The template has no {time}: every callback would be signed alike.';
}

/** Fills a template that has no problem. */
export function fillCallbackTemplate(template: string, fill: CallbackFill): string {
  return partsOf(template)
    .map((part) => fieldOf(FIELDS, part)?.(fill) ?? part)
    .join('');
}
