import { Block, BlockList, Decimal, Optional } from '#options';
import { AnswerOptions, ANSWERS_MAX, MappingOptions } from '#source';
import {
  IsFetchedToken,
  type FetchedTokenOptions,
} from '../fetched-token/fetched-token.options.js';

/** The keys of a source that reads JSON, and may have to answer some of it. */
export class TalkOptions {
  /** Reconnects after hearing nothing for this long. */
  @Optional()
  @Decimal(1, 86_400)
  readonly silenceSeconds?: number;

  /** Fetched before connecting; `{{token}}` stands for it in the address and in what is sent. */
  @IsFetchedToken()
  readonly token?: FetchedTokenOptions;

  /** How to answer the server when it greets or pings. */
  @Optional()
  @BlockList(() => AnswerOptions, ANSWERS_MAX, { what: 'answers' })
  readonly answers?: AnswerOptions[];

  @Block(() => MappingOptions, 'a block with platform and rules')
  readonly mapping!: MappingOptions;
}
