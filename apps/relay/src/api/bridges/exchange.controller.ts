import {
  type BeforeApplicationShutdown,
  Controller,
  Get,
  HttpCode,
  Param,
  Post,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { jsonSchemaOf, type JsonSchema } from '#options';
import type { BridgeConfig } from '#config';
import type { SourceAbout, SourceDefinition } from '#platforms';
import { AllowAccess } from '../../console/access/access.js';
import { AskedBy, nameOf, type Caller } from '../../console/access/caller.js';
import type { Managed } from '../../bridges/managed/managed.js';
import { AuditTrail } from '../audit-trail.js';
import { Describe } from '../docs/describe.js';
import { pageOf } from '../docs/schemas.js';
import { jsonBody } from '../json-body.js';
import type { Page } from '../requests/page.js';
import { queryOf, type RawQuery } from '../requests/query.js';
import { done, problemOf } from './bridge-answers.js';
import { importBridges, type Imported } from './bridge-exchange.js';
import { BRIDGE_SPEC } from './bridge-schema.js';
import { Bridges } from './bridges.js';
import { bridgesYaml, specsOfYaml } from './bridges-yaml.js';
import { ExportQuery, SpecTrialOptions, TrialOptions } from './bridges.options.js';
import type { Trial } from './source-trial.js';

/** A kind of source, for a form. */
export interface SourceTypeView {
  readonly type: string;
  readonly about: SourceAbout;
  /** Whether it is pushed to the relay. */
  readonly inbound: boolean;
  /** What it takes besides its type. */
  readonly schema: JsonSchema;
}

/** What the platform of a kind of source is called, for lists of bridges. */
export type PlatformNameView = Pick<SourceTypeView, 'type'> & Pick<SourceAbout, 'platform'>;

const ACTIONS = { created: 'bridge.create', changed: 'bridge.change' } as const;

/** What is done with bridges that are not there yet, or with many at once. */
@Controller('api')
@AllowAccess('api')
export class ExchangeController implements BeforeApplicationShutdown {
  constructor(
    private readonly bridges: Bridges,
    private readonly audit: AuditTrail,
  ) {}

  @Get('source-types')
  @Describe({ summary: 'The kinds of sources, and what each takes', answer: pageOf('SourceType') })
  sourceTypes(): Page<SourceTypeView> {
    const items = this.#definitions().map(({ type, about, Options, inbound }) => {
      return { type, about, inbound: inbound !== undefined, schema: jsonSchemaOf(Options) };
    });
    return { items };
  }

  @Get('source-types/names')
  @Describe({ summary: 'What the platform of each is called', answer: pageOf('PlatformName') })
  platformNames(): Page<PlatformNameView> {
    const items = this.#definitions().map(({ type, about: { platform } }) => ({ type, platform }));
    return { items };
  }

  @Get('bridge-schema')
  @Describe({ summary: 'The JSON Schema of a bridge', answer: { type: 'object' } })
  bridgeSchema(): JsonSchema {
    return BRIDGE_SPEC;
  }

  @Get('configuration/export')
  @Describe({
    summary: 'Bridges as YAML, as the file has them',
    query: ExportQuery,
    answer: { type: 'string' },
    answerType: 'application/yaml',
  })
  async export(@Query() raw: RawQuery, @Res() response: ServerResponse): Promise<void> {
    const { origin } = queryOf(raw, ExportQuery);
    const all = await this.bridges.admin.list();
    // Of two of one name a file can have one.
    const chosen = all.filter((view) =>
      origin === 'all' ? !view.shadowed : view.origin === 'api',
    );
    response.writeHead(200, {
      'content-type': 'application/yaml; charset=utf-8',
      'content-disposition': 'attachment; filename="bridges.yaml"',
    });
    try {
      await pipeline(bridgesYaml(chosen), response);
    } catch (error) {
      // Who leaves early breaks it off, which is no fault.
      if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
    }
  }

  @Post('configuration/import')
  @HttpCode(200)
  @Describe({
    summary: 'Makes or changes the bridges of a YAML text; where one is wrong, none',
    body: { type: 'string' },
    bodyType: 'application/yaml',
    answer: 'Imported',
    problems: ['body-not-yaml', 'not-found', 'exists', 'too-many', 'changed-meanwhile'],
  })
  async import(
    @Req() request: IncomingMessage & { readonly body?: unknown },
    @AskedBy() caller: Caller,
  ): Promise<Imported> {
    const specs = specsOfYaml(request.body, this.bridges.sources);
    return importBridges(this.bridges.admin, specs, {
      by: nameOf(caller),
      done: async (what, name) => this.audit.add(caller, ACTIONS[what], name),
    });
  }

  @Post('bridges/test')
  @HttpCode(200)
  @Describe({
    summary: 'Connects a source and shows its first events; nothing is kept',
    body: SpecTrialOptions,
    answer: 'Trial',
    problems: ['too-many-trials', 'provisioned'],
  })
  async testSpec(@Req() request: IncomingMessage, @AskedBy() caller: Caller): Promise<Trial> {
    const { spec, bridge, ...bounds } = jsonBody(request, SpecTrialOptions);
    const config = ofSpec(await this.bridges.admin.check(spec, bridge));
    await this.audit.add(caller, 'bridge.test', config.name);
    return this.bridges.trials.run(config, bounds, request);
  }

  @Post('bridges/:bridge/test')
  @HttpCode(200)
  @Describe({
    summary: 'The same for a bridge that is there',
    body: TrialOptions,
    answer: 'Trial',
    problems: ['too-many-trials', 'not-found'],
  })
  async test(
    @Param('bridge') name: string,
    @Req() request: IncomingMessage,
    @AskedBy() caller: Caller,
  ): Promise<Trial> {
    const bounds = jsonBody(request, TrialOptions);
    const { origin, spec } = done(await this.bridges.admin.get(name));
    // One that does not run can be tried, too.
    const config =
      this.bridges.configOf(name) ?? ofSpec(await this.bridges.admin.check(spec, name));
    await this.audit.add(caller, 'bridge.test', name);
    return this.bridges.trials.run(config, bounds, request, origin === 'file');
  }

  #definitions(): readonly SourceDefinition[] {
    const { sources } = this.bridges;
    return [...sources.keys()].flatMap((type) => sources.get(type) ?? []);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.bridges.trials.close();
  }
}

/** @throws {Problem} where the spec is wrong, at places below `spec`. */
function ofSpec(checked: Managed<BridgeConfig>): BridgeConfig {
  if (checked.ok || checked.problem.kind !== 'invalid') return done(checked);
  const errors = checked.problem.errors.map(({ pointer, detail }) => {
    return { pointer: `/spec${pointer}`, detail };
  });
  throw problemOf({ kind: 'invalid', errors });
}
