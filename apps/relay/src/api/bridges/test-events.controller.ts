import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { AllowAccess } from '../../console/access/access.js';
import { AskedBy, type Caller } from '../../console/access/caller.js';
import { Problem } from '../../console/problems/problem.js';
import { testEventOf } from '../../recording/test-event.js';
import { AuditTrail } from '../audit-trail.js';
import { Describe } from '../docs/describe.js';
import { invalid, jsonBody } from '../json-body.js';
import { Bridges } from './bridges.js';
import { TestEvents, type SentTestEvent } from './test-events.js';
import { TestEventOptions } from './test-events.options.js';

/** One event through a bridge, as if a viewer had done something. */
@Controller('api/bridges')
@AllowAccess('api')
export class TestEventsController {
  constructor(
    private readonly bridges: Bridges,
    private readonly events: TestEvents,
    private readonly audit: AuditTrail,
  ) {}

  @Post(':bridge/test-event')
  @HttpCode(200)
  @Describe({
    summary: 'Sends one event through a bridge, as if a viewer had done something',
    body: TestEventOptions,
    answer: 'SentTestEvent',
    problems: ['not-found', 'not-confirmed', 'too-many-trials'],
  })
  async send(
    @Param('bridge') name: string,
    @Req() request: IncomingMessage,
    @AskedBy() caller: Caller,
  ): Promise<SentTestEvent> {
    const options = jsonBody(request, TestEventOptions);
    const event = testEventOf(options);
    if (event === undefined) throw invalid([{ pointer: '/text', detail: 'must say something' }]);
    const config = this.bridges.configOf(name);
    if (config === undefined) throw new Problem('not-found', 'No bridge of this name is to run.');
    if (!options.confirm) {
      const what =
        'MetaStudio has no test events: the virtual human may answer, and viewers hear it.';
      throw new Problem('not-confirmed', `${what} Send confirm: true.`);
    }
    const sent = await this.events.send(config, event);
    await this.audit.add(caller, 'bridge.test-event', name, options.type);
    return sent;
  }
}
