/**
 * A copy in which each schema of an object that says nothing of its keys says that it may have any. It
 * means the same; but tools that make a client of a document take the silence for none.
 */
export function openObjects<T>(value: T): T {
  if (Array.isArray(value)) return value.map(openObjects) as T;
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, openObjects(one)]),
  );
  const isSilent = copy['type'] === 'object' && !SAYS.some((key) => key in copy);
  return (isSilent ? { ...copy, additionalProperties: true } : copy) as T;
}

const SAYS = ['properties', 'additionalProperties', 'patternProperties', 'oneOf', 'anyOf', 'allOf'];
