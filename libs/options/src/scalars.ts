import 'reflect-metadata';

/** What a scalar is meant to be: see {@link intendedScalars}. */
export type ScalarKind = 'string' | 'number' | 'boolean';

/**
 * What a property's own value, and the items of its list, are meant to be; `undefined` where
 * nothing is known. It is told by the decorators, else by the property's declared type.
 */
export function intendedScalars(
  prototype: object,
  key: string,
): { self: ScalarKind | undefined; items: ScalarKind | undefined } {
  const told = Reflect.getMetadata(INTENDED, prototype, key) as
    Partial<Record<'self' | 'items', ScalarKind>> | undefined;
  const declared = KINDS.get(Reflect.getMetadata('design:type', prototype, key) as unknown);
  return { self: told?.self ?? declared, items: told?.items };
}

export function scalarOf(where: 'self' | 'items', kind: ScalarKind): PropertyDecorator {
  return Reflect.metadata(INTENDED, { [where]: kind });
}

const INTENDED = Symbol('intended scalars');
const KINDS = new Map<unknown, ScalarKind>([
  [String, 'string'],
  [Number, 'number'],
  [Boolean, 'boolean'],
]);
