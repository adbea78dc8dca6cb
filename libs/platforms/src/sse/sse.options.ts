import { Block, Decimal, Optional, TO_CONNECT } from '#options';
import { MappingOptions } from '#source';
import {
  IsFetchedToken,
  type FetchedTokenOptions,
} from '../fetched-token/fetched-token.options.js';
import { IsHttpUrl } from '../options/web-socket-url.js';
import { IsRequestHeaders } from '../websocket/request-headers.js';

/** The keys that `sse` takes in the file: a server that sends events with JSON. */
export class SseOptions {
  @IsHttpUrl(TO_CONNECT)
  readonly url!: string;

  /** Sent with the request. */
  @Optional()
  @IsRequestHeaders()
  readonly headers?: Readonly<Record<string, string | number>>;

  /** Reconnects after hearing nothing for this long, comments included. */
  @Optional()
  @Decimal(1, 86_400)
  readonly silenceSeconds?: number;

  /** Fetched before connecting; `{{token}}` stands for it in all of the above. */
  @IsFetchedToken()
  readonly token?: FetchedTokenOptions;

  @Block(() => MappingOptions, 'a block with platform and rules')
  readonly mapping!: MappingOptions;
}
