import { Controller, Get, Query } from '@nestjs/common';
import { AllowAccess } from '../../console/access/access.js';
import { Problem } from '../../console/problems/problem.js';
import { ShownWords, withoutWords } from '../../trail/shown-words.js';
import type { Told } from '../../trail/trail-reader.js';
import { Trails } from '../../trail/trails.js';
import { Describe } from '../docs/describe.js';
import { AskedAtOnce } from '../requests/asked-at-once.js';
import { queryOf, type RawQuery } from '../requests/query.js';
import { Targets } from '../targets/targets.js';
import { TrailQuery } from './trail.options.js';

/** Events of the trail, and whether they hold the words of viewers. */
export interface TrailAnswer extends Told {
  readonly areWordsShown: boolean;
}

/** Why events were reported, or were not. */
@Controller('api/trail')
@AllowAccess('api')
export class TrailController {
  readonly #asked = new AskedAtOnce();

  constructor(
    private readonly trails: Trails,
    private readonly targets: Targets,
    private readonly words: ShownWords,
  ) {}

  @Get()
  @Describe({
    summary: 'What became of single events of the last ten minutes, and why',
    query: TrailQuery,
    answer: 'Trail',
    problems: ['events-not-shown', 'not-found', 'too-many-questions'],
  })
  async told(@Query() raw: RawQuery): Promise<TrailAnswer> {
    const query = queryOf(raw, TrailQuery);
    const { areShown: areWordsShown } = this.words;
    // Without `showEvents` one may not browse events, only ask about one whose words are known.
    if (!areWordsShown && (query.text ?? '').trim() === '') {
      throw new Problem('events-not-shown', 'Ask for a text or a name, or set console.showEvents.');
    }
    if (query.target !== undefined) await this.targets.mustKnow(query.target);
    const told = await this.#asked.run(async () => this.trails.told(query));
    return { ...(areWordsShown ? told : withoutWords(told)), areWordsShown };
  }
}
