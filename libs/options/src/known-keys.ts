import { getMetadataStorage } from './class-validator.js';

const known = new WeakMap<object, ReadonlySet<string>>();

/** The keys that any decorator of the class mentions. */
export function knownKeys(Class: new () => object): ReadonlySet<string> {
  const keys = known.get(Class) ?? keysOf(Class);
  known.set(Class, keys);
  return keys;
}

function keysOf(Class: new () => object): ReadonlySet<string> {
  const metadata = getMetadataStorage().getTargetValidationMetadatas(Class, '', false, false);
  return new Set(metadata.map(({ propertyName }) => propertyName));
}
