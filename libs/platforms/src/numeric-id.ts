import { ValidateBy, type ValidationOptions } from 'class-validator';

/** A platform's id of digits, at most 19: a number in the file, or a text (of a variable). */
export function IsNumericId(options: ValidationOptions = {}): PropertyDecorator {
  const message = '$property must be a whole number';
  return ValidateBy(
    { name: 'isNumericId', validator: { validate: isNumericId } },
    { message, ...options },
  );
}

function isNumericId(value: unknown): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value > 0;
  return typeof value === 'string' && /^[1-9]\d{0,18}$/.test(value);
}
