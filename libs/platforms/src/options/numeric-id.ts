import { ValueThat, type Asked } from '#options';

/**
 * A platform's numeric id of at most 19 digits: a number in the file, or a text (from a variable).
 */
export function IsNumericId(what: string, asked: Asked = {}): PropertyDecorator {
  const schema = { type: ['integer', 'string'], pattern: ID.source };
  return ValueThat(what, isNumericId, { asked, schema });
}

const ID = /^[1-9]\d{0,18}$/;

function isNumericId(value: unknown): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value > 0;
  return typeof value === 'string' && ID.test(value);
}
