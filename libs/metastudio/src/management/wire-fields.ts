import { Secret } from '#secret';

/** A text, if it is there and not empty. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A text that must not be shown. */
export function secretOf(value: unknown): Secret | undefined {
  const text = textOf(value);
  return text === undefined ? undefined : new Secret(text);
}

/** A finite number; MetaStudio sends some as text. */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

export function booleanOf(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

/** Whether a value is a JSON object, whose fields can then be read one by one. */
export function isWireObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The result of `read` for an object; `undefined` for anything else. */
export function objectOf<T>(value: unknown, read: (wire: object) => T): T | undefined {
  return isWireObject(value) ? read(value) : undefined;
}

/** The results of `read` for the elements of a list, without those that are `undefined`. */
export function listOf<T>(value: unknown, read: (element: unknown) => T | undefined): T[] {
  if (!Array.isArray(value)) return [];
  return value.map((element: unknown) => read(element)).filter((element) => element !== undefined);
}
