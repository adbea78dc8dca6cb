import { Block, BlockList, Decimal, Optional } from '#options';
import { AnswerOptions, ANSWERS_MAX, MappingOptions } from '#source';
import { IsFetchedToken, type FetchedTokenOptions } from './fetched-token/fetched-token.options.js';

/** What a source takes in the file that hears JSON, and may have to answer what it hears. */
export class TalkOptions {
  /** With nothing heard for so long the connection is made anew. */
  @Optional()
  @Decimal(1, 86_400)
  readonly silenceSeconds?: number;

  /** Fetched before connecting; `{{token}}` stands for it in what is sent and where it goes. */
  @IsFetchedToken()
  readonly token?: FetchedTokenOptions;

  /** What the server wants to hear when it greets or pings. */
  @Optional()
  @BlockList(() => AnswerOptions, ANSWERS_MAX, { what: 'answers' })
  readonly answers?: AnswerOptions[];

  @Block(() => MappingOptions, 'a block with platform and rules')
  readonly mapping!: MappingOptions;
}
