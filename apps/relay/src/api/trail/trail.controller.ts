import { Controller, Get, Query } from '@nestjs/common';
import { AllowAccess } from '../../console/access/access.js';
import type { Told } from '../../trail/trail-reader.js';
import { Trails } from '../../trail/trails.js';
import { Describe } from '../docs/describe.js';
import { queryOf, type RawQuery } from '../requests/query.js';
import { TrailQuery } from './trail.options.js';

/** Why events were reported, or were not. */
@Controller('api/trail')
@AllowAccess('api')
export class TrailController {
  constructor(private readonly trails: Trails) {}

  @Get()
  @Describe({
    summary: 'What became of single events of the last ten minutes, and why',
    query: TrailQuery,
    answer: 'Trail',
  })
  async told(@Query() raw: RawQuery): Promise<Told> {
    return this.trails.told(queryOf(raw, TrailQuery));
  }
}
