import type { JsonSchema } from '../api/contract.js';

/** The kind of field for a key. `json`: no simpler field can express its values. */
export type FieldKind =
  'text' | 'secret' | 'number' | 'flag' | 'choice' | 'choices' | 'lines' | 'block' | 'json';

export interface FieldSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly string[];
  readonly description?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: unknown;
  readonly writeOnly?: boolean;
  readonly items?: FieldSchema;
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly required?: readonly string[];
}

export function fieldOf(schema: JsonSchema): FieldSchema {
  return schema;
}

/** Blocks nested deeper than this are edited as text. */
const DEPTH_MAX = 3;

export function kindOf(schema: FieldSchema, depth = 0): FieldKind {
  const types = [schema.type ?? []].flat();
  if (types.includes('object')) return isSimple(schema, depth) ? 'block' : 'json';
  if (types.includes('array')) {
    if (schema.items?.enum !== undefined) return 'choices';
    return schema.items?.type === 'string' ? 'lines' : 'json';
  }
  if (schema.enum !== undefined) return 'choice';
  if (types.includes('boolean')) return 'flag';
  if (types.length === 1 && (types[0] === 'number' || types[0] === 'integer')) return 'number';
  if (!types.includes('string')) return 'json';
  return schema.writeOnly === true ? 'secret' : 'text';
}

function isSimple({ properties, writeOnly }: FieldSchema, depth: number): boolean {
  if (properties === undefined || writeOnly === true || depth >= DEPTH_MAX) return false;
  return Object.values(properties).every((inner) => kindOf(inner, depth + 1) !== 'json');
}

/** Whether a value breaks its schema; the relay checks the rest. */
export function isWrong(value: unknown, schema: FieldSchema): boolean {
  if (value === undefined || value === '') return false;
  const { pattern, minimum = -Infinity, maximum = Infinity } = schema;
  if (typeof value === 'number') {
    return value < minimum || value > maximum || (isWhole(schema) && !Number.isInteger(value));
  }
  if (typeof value !== 'string' || pattern === undefined) return false;
  // Only the relay knows the value of `${VAR}`.
  return !value.includes('${') && !expressionOf(pattern).test(value);
}

function isWhole({ type = [] }: FieldSchema): boolean {
  const types = [type].flat();
  return types.includes('integer') && !types.includes('number');
}

const expressions = new Map<string, RegExp>();

function expressionOf(pattern: string): RegExp {
  let expression = expressions.get(pattern);
  if (expression === undefined) {
    expression = new RegExp(pattern, 'u');
    expressions.set(pattern, expression);
  }
  return expression;
}
