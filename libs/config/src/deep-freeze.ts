/** Freezes a value and all that it holds, including maps and sets; only bytes cannot be frozen. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  if (Buffer.isBuffer(value)) return value;
  if (value instanceof Map || value instanceof Set) closeCollection(value);
  Object.freeze(value);
  for (const child of Object.values(value)) deepFreeze(child);
  return value;
}

/** `Object.freeze` does not reach what a map or set holds. */
function closeCollection(collection: Map<unknown, unknown> | Set<unknown>): void {
  for (const child of collection.values()) deepFreeze(child);
  for (const method of ['set', 'add', 'delete', 'clear']) {
    if (method in collection) Object.defineProperty(collection, method, { value: refuse });
  }
}

function refuse(): never {
  throw new TypeError('The configuration cannot be changed while the relay runs.');
}
