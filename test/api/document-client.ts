import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { ApiAnswer, ApiRig } from './api-rig.js';

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
}

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema: object }>>;
  };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>
  >;
}

export interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

/** The input of an operation: parameters by name, and a body. */
export interface Given {
  readonly parameters?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/**
 * A client that knows nothing of the API but the document: it builds requests from the description
 * of an operation, and checks every answer against it.
 */
export class DocumentClient {
  readonly called = new Set<string>();
  readonly #rig: ApiRig;
  readonly #document: Document;
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true });
  readonly #headers: Readonly<Record<string, string>>;

  constructor(rig: ApiRig, document: Document, headers: Readonly<Record<string, string>>) {
    this.#rig = rig;
    this.#document = document;
    this.#headers = headers;
    this.#ajv.addSchema({ $id: 'document', components: document.components });
  }

  /** The ids of all operations. */
  get operations(): string[] {
    return Object.values(this.#document.paths).flatMap((item) =>
      Object.values(item).map(({ operationId }) => operationId),
    );
  }

  /** @throws Error if a request or its answer contradicts the document. */
  async call(id: string, { parameters = {}, body }: Given = {}): Promise<ApiAnswer> {
    const [method, path, operation] = this.#find(id);
    this.called.add(id);
    const known = new Set(operation.parameters.map(({ name }) => name));
    for (const name of Object.keys(parameters)) {
      if (!known.has(name)) throw new Error(`${id} takes no ${name}`);
    }
    const of = (place: Parameter['in']) =>
      operation.parameters
        .filter((one) => one.in === place && one.name in parameters)
        .map(({ name }) => [name, parameters[name]!] as const);
    let address = path;
    for (const [name, value] of of('path')) {
      address = address.replace(`{${name}}`, encodeURIComponent(value));
    }
    const query = new URLSearchParams(Object.fromEntries(of('query')));
    const [type = 'application/json'] = Object.keys(operation.requestBody?.content ?? {});
    const schema = operation.requestBody?.content[type]?.schema;
    if (schema !== undefined && body !== undefined && type === 'application/json') {
      this.#hold(schema, body, `the body of ${id}`);
    }
    const answer = await this.#rig.ask(
      method.toUpperCase(),
      query.size === 0 ? address : `${address}?${query.toString()}`,
      {
        headers: {
          ...this.#headers,
          ...Object.fromEntries(of('header').map(([name, value]) => [name.toLowerCase(), value])),
          ...(type === 'application/json' ? {} : { 'content-type': type }),
        },
        body,
      },
    );
    this.#check(id, operation, answer);
    return answer;
  }

  #check(id: string, { responses }: Operation, answer: ApiAnswer): void {
    const told = responses[answer.status];
    if (told === undefined) throw new Error(`${id} answered ${answer.status}: ${answer.text}`);
    const type = (answer.headers['content-type'] ?? '').split(';', 1)[0]!;
    if (told.content === undefined) return;
    const schema = told.content[type]?.schema;
    if (schema === undefined) throw new Error(`${id} answered with ${type}`);
    if (type === 'application/json' || type === 'application/problem+json')
      this.#hold(schema, answer.body, `the answer of ${id}`);
  }

  #hold(schema: object, value: unknown, what: string): void {
    const text = JSON.stringify(schema).replaceAll('"#/components', '"document#/components');
    const validate: ValidateFunction = this.#ajv.compile(JSON.parse(text) as object);
    if (validate(value)) return;
    throw new Error(`${what} is not as it says: ${this.#ajv.errorsText(validate.errors)}`);
  }

  #find(id: string): [method: string, path: string, operation: Operation] {
    for (const [path, item] of Object.entries(this.#document.paths)) {
      for (const [method, operation] of Object.entries(item)) {
        if (operation.operationId === id) return [method, path, operation];
      }
    }
    throw new Error(`There is no operation ${id}.`);
  }
}
