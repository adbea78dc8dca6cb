import 'reflect-metadata';
import { PropertyFacts } from './property-facts.js';

/** What a scalar is meant to be: see {@link intendedScalars}. */
export type ScalarKind = 'string' | 'number' | 'boolean';

/**
 * What a property's own value, and the items of its list, are meant to be; `undefined` where
 * nothing is known. It is told by the decorators, else by the property's declared type.
 */
export function intendedScalars(prototype: object, key: string): IntendedScalars {
  return intended.of(prototype, key);
}

export interface IntendedScalars {
  readonly self: ScalarKind | undefined;
  readonly items: ScalarKind | undefined;
}

const intended = new PropertyFacts((prototype, key): IntendedScalars => {
  const told = Reflect.getMetadata(INTENDED, prototype, key) as
    Partial<Record<'self' | 'items', ScalarKind>> | undefined;
  const declared = KINDS.get(Reflect.getMetadata('design:type', prototype, key) as unknown);
  return { self: told?.self ?? declared, items: told?.items };
});

export function scalarOf(where: 'self' | 'items', kind: ScalarKind): PropertyDecorator {
  return Reflect.metadata(INTENDED, { [where]: kind });
}

const INTENDED = Symbol('intended scalars');
const KINDS = new Map<unknown, ScalarKind>([
  [String, 'string'],
  [Number, 'number'],
  [Boolean, 'boolean'],
]);
