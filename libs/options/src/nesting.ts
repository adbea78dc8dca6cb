import 'reflect-metadata';
import { PropertyFacts } from './property-facts.js';

/** The class of a property's block, or of each block of its list. */
export interface Nesting {
  /** @param parent the block that this one is in, as it was written. */
  readonly classOf: (parent: object) => new () => object;
  readonly isList: boolean;
  /** Nothing but such a block, or list, is taken. */
  readonly isOnly: boolean;
}

export function nests(nesting: Nesting): PropertyDecorator {
  return Reflect.metadata(NESTING, nesting);
}

/** `undefined`: the property's value is no block of a class of its own. */
export function nestingOf(prototype: object, key: string): Nesting | undefined {
  return nestingsOf.of(prototype, key);
}

const nestingsOf = new PropertyFacts((prototype, key) => {
  return Reflect.getMetadata(NESTING, prototype, key) as Nesting | undefined;
});

const NESTING = Symbol('nesting');
