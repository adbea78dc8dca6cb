import type { INestApplicationContext, Type } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { VERSION } from '#agent';
import { jsonSchemaOf, type JsonSchema } from '#options';
import { PROBLEMS, type ProblemKind } from '../../console/problems/problem.js';
import { DESCRIPTION, type OptionClass, type RouteDescription } from './describe.js';
import { openObjects } from './open-objects.js';
import { refTo, SCHEMAS } from './schemas.js';

/** Problems that every route may answer with. */
const OF_ALL: readonly ProblemKind[] = [
  'unauthenticated',
  'invalid-token',
  'too-many-tries',
  'other-origin',
  // Of parameters that are not known: a route without any refuses them, too.
  'invalid',
];
/** Problems of every route with a body; that is read before a route says that it takes none. */
const OF_CHANGES: readonly ProblemKind[] = [
  'read-only-token',
  'console-header-missing',
  'body-not-json',
  'body-too-large',
];

/** One operation of the document, as far as it is written here. */
interface Operation {
  operationId?: string;
  parameters?: unknown[];
  responses?: object;
  [key: string]: unknown;
}

/**
 * The OpenAPI document of the API: its paths as Nest knows them, its schemas made from the classes
 * that check what comes in. Nest's own library for it is loaded with the first request.
 */
export async function describeApi(
  app: INestApplicationContext,
  controllers: readonly Type[],
): Promise<OpenAPIObject> {
  const { DocumentBuilder, SwaggerModule } = await import('@nestjs/swagger');
  const about = new DocumentBuilder()
    .setTitle('live-event-relay')
    .setDescription('Carries live-chat events to Huawei Cloud MetaStudio. docs/API.md tells more.')
    .setVersion(VERSION)
    .setOpenAPIVersion('3.1.0')
    .addSecurityRequirements('token')
    .addSecurityRequirements('session')
    .build();
  const document = SwaggerModule.createDocument(app as never, about, {
    operationIdFactory: (controller, method) => `${controller}.${method}`,
  });
  const described = descriptionsOf(controllers);
  for (const [path, item] of Object.entries(document.paths)) {
    const operations = item as Record<string, Operation>;
    for (const [method, operation] of Object.entries(operations)) {
      const known = described.get(operation.operationId ?? '');
      if (known === undefined) delete operations[method];
      else operations[method] = operationOf(known, method, path, operation);
    }
    if (Object.keys(operations).length === 0) delete document.paths[path];
  }
  document.components = {
    securitySchemes: {
      token: { type: 'http', scheme: 'bearer' },
      session: { type: 'apiKey', in: 'cookie', name: 'relay_session' },
    },
    schemas: SCHEMAS as never,
  };
  return openObjects(document);
}

interface Described {
  readonly name: string;
  readonly tag: string;
  readonly description: RouteDescription;
}

/** By the operation's id. */
function descriptionsOf(controllers: readonly Type[]): Map<string, Described> {
  const found = new Map<string, Described>();
  for (const controller of controllers) {
    const prototype = controller.prototype as Readonly<Record<string, unknown>>;
    const tag = controller.name.replace(/Controller$/u, '');
    for (const name of Object.getOwnPropertyNames(prototype)) {
      const route = prototype[name];
      if (name === 'constructor' || typeof route !== 'function') continue;
      const description = Reflect.getMetadata(DESCRIPTION, route) as RouteDescription | undefined;
      if (description === undefined) continue;
      const id = `${controller.name}.${name}`;
      found.set(id, { name: `${tag[0]!.toLowerCase()}${tag.slice(1)}_${name}`, tag, description });
    }
  }
  return found;
}

function operationOf(
  { name, tag, description }: Described,
  method: string,
  path: string,
  { responses }: Operation,
): Operation {
  const { summary, query, body, bodyType = 'application/json' } = description;
  const status = description.status ?? Number(Object.keys(responses ?? {})[0] ?? 200);
  return {
    operationId: name,
    tags: [tag],
    summary,
    parameters: [
      ...[...path.matchAll(/\{(\w+)\}/gu)].map(([, one]) => {
        return { name: one, in: 'path', required: true, schema: { type: 'string' } };
      }),
      ...(query === undefined ? [] : queryParameters(query)),
      ...headerParameters(description),
    ],
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { [bodyType]: { schema: schemaOf(body) } } } }),
    responses: { [status]: answerOf(description), ...problemsOf(description, method) },
  };
}

function schemaOf(body: OptionClass | JsonSchema): JsonSchema {
  return typeof body === 'function' ? jsonSchemaOf(body) : body;
}

function queryParameters(query: OptionClass): unknown[] {
  const { properties } = jsonSchemaOf(query) as { properties: Record<string, JsonSchema> };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema,
    // A list is written with commas.
    ...(schema['type'] === 'array' ? { style: 'form', explode: false } : {}),
  }));
}

function header(name: string, required: boolean, description: string): object {
  return { name, in: 'header', required, description, schema: { type: 'string' } };
}

function headerParameters({ matched, repeatable }: RouteDescription): unknown[] {
  return [
    ...(matched === true
      ? [header('If-Match', true, 'The ETag of the version that is changed, or *.')]
      : []),
    ...(repeatable === true
      ? [header('Idempotency-Key', false, 'Asked again with the same key, it is done once.')]
      : []),
  ];
}

function answerOf(description: RouteDescription): object {
  const { summary, answer, answerType = 'application/json', tagged } = description;
  const headers = { ETag: { schema: { type: 'string' }, description: 'Its version.' } };
  return {
    description: summary,
    ...(tagged === true ? { headers } : {}),
    ...(answer === undefined
      ? {}
      : {
          content: {
            [answerType]: { schema: typeof answer === 'string' ? refTo(answer) : answer },
          },
        }),
  };
}

function problemsOf(
  { body, matched, repeatable, problems = [] }: RouteDescription,
  method: string,
): Record<string, object> {
  const kinds: ProblemKind[] = [...OF_ALL, ...problems, 'unavailable'];
  if (method !== 'get') kinds.push(...OF_CHANGES);
  if (body !== undefined) kinds.push('media-type');
  if (matched === true) kinds.push('if-match-missing', 'changed-meanwhile');
  if (repeatable === true) kinds.push('idempotency-key-reused', 'still-under-way');
  const byStatus = new Map<number, ProblemKind[]>();
  for (const kind of new Set(kinds)) {
    const { status } = PROBLEMS[kind];
    byStatus.set(status, [...(byStatus.get(status) ?? []), kind]);
  }
  const content = { 'application/problem+json': { schema: refTo('Problem') } };
  return Object.fromEntries(
    [...byStatus].map(([status, of]) => [status, { description: of.join(', '), content }]),
  );
}
