import { Controller, Delete, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { DeadLetter } from '#event-buffer';
import { AllowAccess } from '../../console/access/access.js';
import { AskedBy, type Caller } from '../../console/access/caller.js';
import { letterLine, letterWords, type LetterWords } from '../../dead-letters/letter-json.js';
import { AuditTrail } from '../audit-trail.js';
import { Describe } from '../docs/describe.js';
import { pageOf } from '../docs/schemas.js';
import { jsonBody } from '../json-body.js';
import { changedMeanwhile, tagOf, wantedRevision } from '../requests/if-match.js';
import type { Page } from '../requests/page.js';
import { queryOf, type RawQuery } from '../requests/query.js';
import { Letters } from './letters.js';
import { LettersOptions, LettersQuery } from './letters.options.js';

/** The events that MetaStudio refuses. What viewers wrote is shown for a single letter, and exported. */
@Controller('api/dead-letters')
@AllowAccess('api')
export class LettersController {
  constructor(
    private readonly letters: Letters,
    private readonly audit: AuditTrail,
  ) {}

  @Get()
  @Describe({
    summary: 'Dead letters, without what viewers wrote',
    query: LettersQuery,
    answer: pageOf('DeadLetter'),
  })
  async list(@Query() raw: RawQuery): Promise<Page<LetterWords>> {
    const page = await this.letters.page(queryOf(raw, LettersQuery));
    return { ...page, items: page.items.map((letter) => letterWords(letter)) };
  }

  @Get('count')
  @Describe({ summary: 'How many dead letters', query: LettersQuery, answer: 'Count' })
  async count(@Query() raw: RawQuery): Promise<{ count: number }> {
    return { count: await this.letters.count(queryOf(raw, LettersQuery)) };
  }

  /** JSON Lines, as long as there are letters and the client reads them. */
  @Get('export')
  @Describe({
    summary: 'Dead letters with their events, as JSON Lines',
    query: LettersQuery,
    answer: { type: 'string' },
    answerType: 'application/x-ndjson',
  })
  async export(@Query() raw: RawQuery, @Res() response: ServerResponse): Promise<void> {
    const letters = this.letters.export(queryOf(raw, LettersQuery));
    // Reads the first letter before it answers, so that a wrong query is refused with a problem.
    const first = await letters.next();
    response.writeHead(200, { 'content-type': 'application/x-ndjson; charset=utf-8' });
    // A client or a Redis that leaves half-way ends it: the answer is cut off then.
    await pipeline(Readable.from(linesOf(first, letters)), response).catch(() => {});
  }

  @Get(':target/:id')
  @Describe({
    summary: 'One dead letter, with its event',
    answer: 'DeadLetterWithEvent',
    tagged: true,
    problems: ['not-found'],
  })
  async show(
    @Param('target') target: string,
    @Param('id') id: string,
    @Res() response: ServerResponse,
  ): Promise<void> {
    const letter = await this.letters.find(target, id);
    response.writeHead(200, {
      'content-type': 'application/json; charset=utf-8',
      etag: tagOf(letter.id),
    });
    response.end(letterLine(letter));
  }

  @Post('replay')
  @Describe({ summary: 'Puts dead letters back', body: LettersOptions, answer: 'Replayed' })
  @HttpCode(200)
  async replay(@Req() request: IncomingMessage, @AskedBy() caller: Caller): Promise<object> {
    const options = jsonBody(request, LettersOptions);
    const done = await this.letters.replay(options);
    await this.audit.add(caller, 'dead-letters.replay', subjectOf(options), `${done.replayed}`);
    return done;
  }

  @Post('drop')
  @Describe({ summary: 'Gives dead letters up', body: LettersOptions, answer: 'Dropped' })
  @HttpCode(200)
  async drop(@Req() request: IncomingMessage, @AskedBy() caller: Caller): Promise<object> {
    const options = jsonBody(request, LettersOptions);
    const dropped = await this.letters.drop(options);
    await this.audit.add(caller, 'dead-letters.drop', subjectOf(options), `${dropped}`);
    return { dropped };
  }

  @Delete(':target/:id')
  @Describe({
    summary: 'Gives one dead letter up',
    status: 204,
    matched: true,
    problems: ['not-found'],
  })
  @HttpCode(204)
  async remove(
    @Param('target') target: string,
    @Param('id') id: string,
    @Req() request: IncomingMessage,
    @AskedBy() caller: Caller,
  ): Promise<void> {
    const wanted = wantedRevision(request);
    const letter = await this.letters.find(target, id);
    if (wanted !== '*' && wanted !== letter.id) throw changedMeanwhile(tagOf(letter.id));
    const dropped = await this.letters.drop({ target, ids: [id] });
    await this.audit.add(caller, 'dead-letters.drop', `${target} ${id}`, `${dropped}`);
  }
}

async function* linesOf(
  first: IteratorResult<readonly DeadLetter[], unknown>,
  rest: AsyncGenerator<readonly DeadLetter[]>,
): AsyncGenerator<string> {
  if (first.done === true) return;
  yield textOf(first.value);
  for await (const letters of rest) yield textOf(letters);
}

function textOf(letters: readonly DeadLetter[]): string {
  return letters.map((letter) => `${letterLine(letter)}\n`).join('');
}

/** The subject for the audit trail: names and counts alone. */
function subjectOf({ ids, target, bridge, code, all }: LettersOptions): string {
  if (all === true) return 'all';
  const parts = [
    target,
    bridge === undefined ? undefined : `bridge ${bridge}`,
    code === undefined ? undefined : `code ${code}`,
    ids === undefined ? undefined : `${ids.length} by id`,
  ];
  return parts.filter((part) => part !== undefined).join(', ');
}
