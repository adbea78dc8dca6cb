import { ValueThat, type Asked } from '#options';

/** A platform's id of digits, at most 19: a number in the file, or a text (of a variable). */
export function IsNumericId(what: string, asked: Asked = {}): PropertyDecorator {
  const schema = { type: ['integer', 'string'], pattern: ID.source };
  return ValueThat(what, isNumericId, { asked, schema });
}

const ID = /^[1-9]\d{0,18}$/;

function isNumericId(value: unknown): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value > 0;
  return typeof value === 'string' && ID.test(value);
}
