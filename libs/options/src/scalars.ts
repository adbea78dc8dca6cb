import 'reflect-metadata';
import { PropertyFacts } from './property-facts.js';

/** The type that a scalar should have: see {@link intendedScalars}. */
export type ScalarKind = 'string' | 'number' | 'boolean';

/**
 * The types that a property's own value, the items of its list and the values of its block should have;
 * `undefined` if unknown. The decorators decide, else the property's declared type.
 */
export function intendedScalars(prototype: object, key: string): IntendedScalars {
  return intended.of(prototype, key);
}

export interface IntendedScalars {
  readonly self: ScalarKind | undefined;
  readonly items: ScalarKind | undefined;
  readonly values: ScalarKind | undefined;
}

const intended = new PropertyFacts((prototype, key): IntendedScalars => {
  const told = Reflect.getMetadata(INTENDED, prototype, key) as
    Partial<Record<keyof IntendedScalars, ScalarKind>> | undefined;
  const declared = KINDS.get(Reflect.getMetadata('design:type', prototype, key) as unknown);
  return { self: told?.self ?? declared, items: told?.items, values: told?.values };
});

export function scalarOf(where: keyof IntendedScalars, kind: ScalarKind): PropertyDecorator {
  return Reflect.metadata(INTENDED, { [where]: kind });
}

const INTENDED = Symbol('intended scalars');
const KINDS = new Map<unknown, ScalarKind>([
  [String, 'string'],
  [Number, 'number'],
  [Boolean, 'boolean'],
]);
