import { getMetadataStorage } from './class-validator.js';

/** The keys that any decorator of the class mentions, whenever it is asked. */
export function knownKeys(Class: new () => object): ReadonlySet<string> {
  const metadata = getMetadataStorage().getTargetValidationMetadatas(Class, '', false, false);
  return new Set(metadata.map(({ propertyName }) => propertyName));
}
