import { Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ControlState } from '#event-buffer';
import { AllowAccess } from '../../console/access/access.js';
import { AskedBy, nameOf, type Caller } from '../../console/access/caller.js';
import { AuditTrail } from '../audit-trail.js';
import { Describe } from '../docs/describe.js';
import { pageOf } from '../docs/schemas.js';
import { wantedRevision } from '../requests/if-match.js';
import { PageQuery, type Page } from '../requests/page.js';
import { queryOf, type RawQuery } from '../requests/query.js';
import { tagOfTarget, Targets, type TargetView } from './targets.js';

const CHANGE = {
  answer: 'Target',
  matched: true,
  tagged: true,
  problems: ['not-found'],
} as const;

/** The rooms and pinned jobs that events go to. */
@Controller('api/targets')
@AllowAccess('api')
export class TargetsController {
  constructor(
    private readonly targets: Targets,
    private readonly audit: AuditTrail,
  ) {}

  @Get()
  @Describe({ summary: 'All targets', query: PageQuery, answer: pageOf('Target') })
  async list(@Query() raw: RawQuery): Promise<Page<TargetView>> {
    return this.targets.page(queryOf(raw, PageQuery));
  }

  @Get(':target')
  @Describe({ summary: 'One target', answer: 'Target', tagged: true, problems: ['not-found'] })
  async show(
    @Param('target') target: string,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<TargetView> {
    const view = await this.targets.find(target);
    response.setHeader('etag', tagOfTarget(view));
    return view;
  }

  @Post(':target/pause')
  @Describe({ ...CHANGE, summary: 'Nothing more is reported' })
  @HttpCode(200)
  async pause(
    @Param('target') target: string,
    @Req() request: IncomingMessage,
    @Res({ passthrough: true }) response: ServerResponse,
    @AskedBy() caller: Caller,
  ): Promise<TargetView> {
    return this.#control(target, 'paused', { request, response, caller });
  }

  @Post(':target/hold')
  @Describe({ ...CHANGE, summary: 'Only what was paid for is reported' })
  @HttpCode(200)
  async hold(
    @Param('target') target: string,
    @Req() request: IncomingMessage,
    @Res({ passthrough: true }) response: ServerResponse,
    @AskedBy() caller: Caller,
  ): Promise<TargetView> {
    return this.#control(target, 'held', { request, response, caller });
  }

  @Post(':target/resume')
  @Describe({ ...CHANGE, summary: 'It is reported again' })
  @HttpCode(200)
  async resume(
    @Param('target') target: string,
    @Req() request: IncomingMessage,
    @Res({ passthrough: true }) response: ServerResponse,
    @AskedBy() caller: Caller,
  ): Promise<TargetView> {
    return this.#control(target, 'running', { request, response, caller });
  }

  async #control(
    target: string,
    state: ControlState,
    { request, response, caller }: Asked,
  ): Promise<TargetView> {
    const revision = wantedRevision(request);
    const view = await this.targets.control(target, { state, revision, by: nameOf(caller) });
    await this.audit.add(caller, `target.${ACTIONS[state]}`, target);
    response.setHeader('etag', tagOfTarget(view));
    return view;
  }
}

interface Asked {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly caller: Caller;
}

const ACTIONS: Readonly<Record<ControlState, string>> = {
  running: 'resume',
  paused: 'pause',
  held: 'hold',
};
