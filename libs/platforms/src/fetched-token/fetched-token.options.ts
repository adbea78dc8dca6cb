import { Block, Checked, Decimal, isBlock, OneOf, OnlyIf, Optional, scalarOf } from '#options';
import { IsPath } from '#source';
import { IsHttpUrl } from '../options/web-socket-url.js';
import { IsRequestHeaders } from '../websocket/request-headers.js';
import { usesToken } from './token-slots.js';

/** The most fields in a request for a token. */
const TOKEN_FIELDS_MAX = 32;

/** Where an answer tells the token's lifetime. */
class TokenLifeOptions {
  @IsPath()
  readonly path!: string;

  @OneOf(['seconds', 'ms'])
  readonly unit!: 'seconds' | 'ms';
}

/** How to get a token before connecting; `{{token}}` stands for it elsewhere. */
export class FetchedTokenOptions {
  @IsHttpUrl()
  readonly url!: string;

  /** @defaultValue `POST` if `form` or `json` is given, else `GET` */
  @Optional()
  @OneOf(['GET', 'POST'])
  readonly method?: 'GET' | 'POST';

  @Optional()
  @IsRequestHeaders()
  readonly headers?: Readonly<Record<string, string | number>>;

  /** Sent as a form, as OAuth requires: texts, as they are written. */
  @Optional()
  @scalarOf('values', 'string')
  @Checked(fieldsProblem, { schema: { type: 'object' } })
  readonly form?: Readonly<Record<string, string | number>>;

  /** Sent as JSON. */
  @Optional()
  @Checked(fieldsProblem, { schema: { type: 'object' } })
  readonly json?: Readonly<Record<string, string | number>>;

  /** Where the token stands in the answer. */
  @IsPath()
  readonly path!: string;

  /** Where the answer tells the token's lifetime. */
  @Optional()
  @Block(() => TokenLifeOptions, '{ path: a path, unit: seconds or ms }')
  readonly expires?: TokenLifeOptions;

  /** The token's lifetime, if the answer does not tell it. @defaultValue until it is refused */
  @Optional()
  @Decimal(1, 31_536_000)
  readonly everySeconds?: number;

  /**
   * Request fields that the answer replaces, such as a refresh token that can be used only once.
   */
  @Optional()
  @Checked(nextProblem, { schema: { type: 'object' } })
  readonly next?: Readonly<Record<string, string>>;
}

/** The `token` of a source: required if `{{token}}` stands in any other option. */
export function IsFetchedToken(): PropertyDecorator {
  const decorators = [
    OnlyIf((options: object) => needsToken(options)),
    Block(() => FetchedTokenOptions, 'a block with url and path, for which {{token}} stands'),
  ];
  return (target, key) => {
    for (const decorate of decorators) decorate(target, key);
  };
}

function needsToken(options: object): boolean {
  return Object.entries(options).some(([key, value]) => {
    return key === 'token' ? value !== undefined : key !== 'mapping' && usesToken(value);
  });
}

function fieldsProblem(fields: unknown): string | undefined {
  if (!isBlock(fields)) return 'must be a block of names and values';
  const values = Object.values(fields);
  if (values.length > TOKEN_FIELDS_MAX) return `must have at most ${TOKEN_FIELDS_MAX} fields`;
  const isPlain = values.every(
    (value) => typeof value === 'number' || (typeof value === 'string' && value.length <= 8192),
  );
  return isPlain ? undefined : 'must have a text or a number for each field';
}

function nextProblem(next: unknown): string | undefined {
  const isNext = isBlock(next) && Object.values(next).every((path) => typeof path === 'string');
  return isNext ? undefined : 'must be a block of fields and the paths of what replaces them';
}
