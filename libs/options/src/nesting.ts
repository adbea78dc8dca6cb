import 'reflect-metadata';
import { PropertyFacts } from './property-facts.js';

/** The class of a property's block, or of each block of its list. */
export interface Nesting {
  /** @param parent the enclosing block, as it was written. */
  readonly classOf: (parent: object) => new () => object;
  readonly isList: boolean;
  /** Whether nothing but such a block, or list, is accepted. */
  readonly isOnly: boolean;
}

export function nests(nesting: Nesting): PropertyDecorator {
  return Reflect.metadata(NESTING, nesting);
}

/** A block that is checked elsewhere, so that it is not even copied. */
export function staysAsWritten(): PropertyDecorator {
  return Reflect.metadata(AS_WRITTEN, true);
}

export function isAsWritten(prototype: object, key: string): boolean {
  return asWritten.of(prototype, key);
}

const asWritten = new PropertyFacts((prototype, key) => {
  return Reflect.getMetadata(AS_WRITTEN, prototype, key) === true;
});

/** `undefined` if the property's value is no block with a class of its own. */
export function nestingOf(prototype: object, key: string): Nesting | undefined {
  return nestingsOf.of(prototype, key);
}

const nestingsOf = new PropertyFacts((prototype, key) => {
  return Reflect.getMetadata(NESTING, prototype, key) as Nesting | undefined;
});

const NESTING = Symbol('nesting');
const AS_WRITTEN = Symbol('as written');
