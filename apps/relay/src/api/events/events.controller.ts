import { Controller, Get, Req, Res, type BeforeApplicationShutdown } from '@nestjs/common';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AllowAccess } from '../../console/access/access.js';
import { AskedBy, type Caller } from '../../console/access/caller.js';
import { Describe } from '../docs/describe.js';
import { EventStreams } from './event-streams.js';

/** What changes, for a page that shows it. */
@Controller('api/events')
@AllowAccess('api')
export class EventsController implements BeforeApplicationShutdown {
  constructor(private readonly streams: EventStreams) {}

  @Get()
  @Describe({
    summary: 'A stream of what changes (server-sent events)',
    answer: { type: 'string' },
    answerType: 'text/event-stream',
    problems: ['too-many-streams'],
  })
  open(
    @Req() request: IncomingMessage,
    @Res() response: ServerResponse,
    @AskedBy() caller: Caller,
  ): void {
    if (request.method === 'HEAD') {
      response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' }).end();
      return;
    }
    this.streams.open(request, response, caller);
  }

  /** Before the server closes, which cuts them off. */
  beforeApplicationShutdown(): void {
    this.streams.close();
  }
}
