import {
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Patch,
  Post,
  Put,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AllowAccess } from '../../console/access/access.js';
import { AskedBy, nameOf, type Caller } from '../../console/access/caller.js';
import { AuditTrail } from '../audit-trail.js';
import { Describe } from '../docs/describe.js';
import { pageOf } from '../docs/schemas.js';
import { jsonBlock } from '../json-body.js';
import { Idempotency } from '../requests/idempotency.js';
import { mergePatch } from '../requests/merge-patch.js';
import { pageOfNames, type Page } from '../requests/page.js';
import { queryOf, type RawQuery } from '../requests/query.js';
import type { BridgeSpec, Wanted } from '#bridge';
import type { BridgeView } from '../../bridges/managed/managed.js';
import { done, expectedOf, tagOfBridge } from './bridge-answers.js';
import { BRIDGE_KEYS, BRIDGE_SPEC } from './bridge-schema.js';
import { Bridges } from './bridges.js';
import { BridgesQuery } from './bridges.options.js';

const ONE = { answer: 'Bridge', tagged: true, problems: ['not-found'] } as const;
const CHANGE = {
  answer: 'Bridge',
  matched: true,
  tagged: true,
  problems: ['not-found', 'provisioned'],
} as const;

interface Asked {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly caller: Caller;
}

/** The bridges. Those of the file can be read, the others also made and changed. */
@Controller('api/bridges')
@AllowAccess('api')
export class BridgesController {
  constructor(
    private readonly bridges: Bridges,
    private readonly once: Idempotency,
    private readonly audit: AuditTrail,
  ) {}

  @Get()
  @Describe({ summary: 'All bridges', query: BridgesQuery, answer: pageOf('Bridge') })
  async list(@Query() raw: RawQuery): Promise<Page<BridgeView>> {
    const query = queryOf(raw, BridgesQuery);
    const { q = '' } = query;
    const names = (await this.bridges.admin.names()).filter((name) => name.includes(q));
    const page = pageOfNames(names, query);
    return { ...page, items: this.bridges.admin.views(page.items) };
  }

  @Get(':bridge')
  @Describe({ ...ONE, summary: 'One bridge' })
  async show(
    @Param('bridge') name: string,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<BridgeView> {
    return tagged(response, done(await this.bridges.admin.get(name)));
  }

  @Post()
  @Describe({
    summary: 'Makes a bridge',
    body: BRIDGE_SPEC,
    answer: 'Bridge',
    tagged: true,
    repeatable: true,
    problems: ['exists', 'provisioned', 'too-many'],
  })
  async create(
    @Req() request: IncomingMessage,
    @Res({ passthrough: true }) response: ServerResponse,
    @AskedBy() caller: Caller,
  ): Promise<object> {
    const spec = jsonBlock(request);
    const by = nameOf(caller);
    const { status, headers, body } = await this.once.once(request, by, spec, async () => {
      const view = done(await this.bridges.admin.create(spec, by));
      await this.audit.add(caller, 'bridge.create', view.name);
      const location = `/api/bridges/${view.name}`;
      return { status: 201, headers: { location, etag: tagOfBridge(view) }, body: view };
    });
    response.statusCode = status;
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    return body;
  }

  @Put(':bridge')
  @Describe({
    ...CHANGE,
    summary: 'Puts another spec in its place',
    body: BRIDGE_SPEC,
    repeatable: true,
  })
  async replace(
    @Param('bridge') name: string,
    @Req() request: IncomingMessage,
    @Res({ passthrough: true }) response: ServerResponse,
    @AskedBy() caller: Caller,
  ): Promise<object> {
    const expected = expectedOf(request);
    const by = nameOf(caller);
    const spec = jsonBlock(request);
    const { headers, body } = await this.once.once(request, by, spec, async () => {
      const view = done(await this.bridges.admin.change(name, () => spec, expected, by));
      await this.audit.add(caller, 'bridge.change', name);
      return { status: 200, headers: { etag: tagOfBridge(view) }, body: view };
    });
    response.setHeader('etag', headers['etag']!);
    return body;
  }

  @Patch(':bridge')
  @Describe({
    ...CHANGE,
    summary: 'Changes some of its keys (RFC 7396); null takes one away',
    body: { type: 'object' },
    bodyType: 'application/merge-patch+json',
  })
  async change(
    @Param('bridge') name: string,
    @Req() request: IncomingMessage,
    @Res({ passthrough: true }) response: ServerResponse,
    @AskedBy() caller: Caller,
  ): Promise<BridgeView> {
    const expected = expectedOf(request);
    const patch = jsonBlock(request);
    const by = nameOf(caller);
    const edit = (shown: BridgeSpec): unknown => mergePatch(shown, patch);
    const view = done(await this.bridges.admin.change(name, edit, expected, by));
    // A key that is none of a bridge's may be any text, where it is taken away.
    const keys = Object.keys(patch).filter((key) => BRIDGE_KEYS.has(key));
    await this.audit.add(caller, 'bridge.change', name, keys.join(', '));
    return tagged(response, view);
  }

  @Delete(':bridge')
  @HttpCode(204)
  @Describe({
    summary: 'Takes a bridge away',
    status: 204,
    matched: true,
    problems: ['not-found', 'provisioned'],
  })
  async remove(
    @Param('bridge') name: string,
    @Req() request: IncomingMessage,
    @AskedBy() caller: Caller,
  ): Promise<void> {
    const expected = expectedOf(request);
    done(await this.bridges.admin.remove(name, expected));
    await this.audit.add(caller, 'bridge.delete', name);
  }

  @Post(':bridge/pause')
  @HttpCode(200)
  @Describe({ ...CHANGE, summary: 'Its source is let go of, and its record stays' })
  async pause(
    @Param('bridge') name: string,
    @Req() request: IncomingMessage,
    @Res({ passthrough: true }) response: ServerResponse,
    @AskedBy() caller: Caller,
  ): Promise<BridgeView> {
    return this.#want(name, 'paused', { request, response, caller });
  }

  @Post(':bridge/resume')
  @HttpCode(200)
  @Describe({ ...CHANGE, summary: 'It runs again' })
  async resume(
    @Param('bridge') name: string,
    @Req() request: IncomingMessage,
    @Res({ passthrough: true }) response: ServerResponse,
    @AskedBy() caller: Caller,
  ): Promise<BridgeView> {
    return this.#want(name, 'running', { request, response, caller });
  }

  async #want(
    name: string,
    wanted: Wanted,
    { request, response, caller }: Asked,
  ): Promise<BridgeView> {
    const expected = expectedOf(request);
    const view = done(await this.bridges.admin.want(wanted, name, expected, nameOf(caller)));
    await this.audit.add(caller, wanted === 'paused' ? 'bridge.pause' : 'bridge.resume', name);
    return tagged(response, view);
  }
}

function tagged(response: ServerResponse, view: BridgeView): BridgeView {
  response.setHeader('etag', tagOfBridge(view));
  return view;
}
