import { Block, Decimal, Flag, OneOf, Optional, Text, TO_CONNECT } from '#options';
import { IsPath, MappingOptions } from '#source';
import {
  IsFetchedToken,
  type FetchedTokenOptions,
} from '../fetched-token/fetched-token.options.js';
import { IsHttpUrl } from '../options/web-socket-url.js';
import { IsRequestHeaders } from '../websocket/request-headers.js';

/** The default interval between two requests. */
export const POLL_SECONDS_DEFAULT = 5;

/** Where an answer tells how long to wait before the next request. */
class IntervalOptions {
  @IsPath()
  readonly path!: string;

  @OneOf(['ms', 'seconds'])
  readonly unit!: 'ms' | 'seconds';
}

/** Where an answer tells its continuation, and how the next request passes it on. */
class NextOptions {
  @IsPath()
  readonly path!: string;

  @Text('the name of a query parameter', /^[\w.~[\]-]{1,64}$/)
  readonly query!: string;
}

/** The keys that `poll` takes in the file: a server that answers with JSON. */
export class PollOptions {
  @IsHttpUrl(TO_CONNECT)
  readonly url!: string;

  /** Sent with each request. */
  @Optional()
  @IsRequestHeaders()
  readonly headers?: Readonly<Record<string, string | number>>;

  /** From an answer to the next request. @defaultValue {@link POLL_SECONDS_DEFAULT} */
  @Optional()
  @Decimal(1, 3600)
  readonly everySeconds?: number;

  /** The answer's own interval, in place of `everySeconds`. */
  @Optional()
  @Block(() => IntervalOptions, '{ path: a path, unit: ms or seconds }')
  readonly interval?: IntervalOptions;

  @Optional()
  @Block(() => NextOptions, '{ path: a path, query: the name of a parameter }')
  readonly next?: NextOptions;

  /** Whether the first answer is taken as history and skipped. @defaultValue false */
  @Optional()
  @Flag()
  readonly skipFirst?: boolean;

  /** Fetched before connecting; `{{token}}` stands for it in all of the above. */
  @IsFetchedToken()
  readonly token?: FetchedTokenOptions;

  @Block(() => MappingOptions, 'a block with platform and rules')
  readonly mapping!: MappingOptions;
}
