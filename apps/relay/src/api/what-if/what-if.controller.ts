import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { AllowAccess } from '../../console/access/access.js';
import { Problem } from '../../console/problems/problem.js';
import { Describe } from '../docs/describe.js';
import { jsonBody } from '../json-body.js';
import { WhatIfOptions } from './what-if.options.js';
import { WhatIf } from './what-if.js';

const RECORDING_TYPE = 'application/x-ndjson';

/** Tells what a changed bridge would report. Nothing is saved. */
@Controller('api/bridges')
@AllowAccess('api')
export class WhatIfController {
  constructor(private readonly whatIf: WhatIf) {}

  @Post(':bridge/what-if')
  @HttpCode(200)
  @Describe({
    summary: 'What a patch of its filter or choice would have made of the last ten minutes',
    body: WhatIfOptions,
    answer: 'WhatIf',
    problems: ['not-found', 'too-many-trials'],
  })
  async ofTrail(@Param('bridge') bridge: string, @Req() request: IncomingMessage): Promise<object> {
    return this.whatIf.ofTrail(bridge, jsonBody(request, WhatIfOptions));
  }

  @Post(':bridge/what-if/recording')
  @HttpCode(200)
  @Describe({
    summary: 'The same of a recording: JSON Lines behind a first line with the patch',
    body: { type: 'string' },
    bodyType: RECORDING_TYPE,
    answer: 'WhatIf',
    problems: ['not-found', 'too-many-trials'],
  })
  async ofRecording(
    @Param('bridge') bridge: string,
    @Req() request: IncomingMessage,
  ): Promise<object> {
    const type = request.headers['content-type'] ?? '';
    if (!/^application\/(?:x-ndjson|jsonl|x-jsonlines)\b/iu.test(type)) {
      throw new Problem('media-type', `Send content-type: ${RECORDING_TYPE}.`);
    }
    return this.whatIf.ofRecording(bridge, request);
  }
}
