import type { ValidationError } from 'class-validator';
import { Validator } from './class-validator.js';
import { isFaultless } from './faultless.js';

/** What is wrong with one key, and with the keys of its block. */
export type OptionError = ValidationError;

/** Whether what only connecting needs is asked for: see {@link TO_CONNECT}. */
export type Purpose = 'connect' | 'decode';

/**
 * What the decorators of an instance's class, and of the classes within it, find wrong; unknown
 * keys are not among it.
 */
export function checkOptions(instance: object, purpose: Purpose): OptionError[] {
  const question = QUESTIONS[purpose];
  if (isFaultless(instance, question)) return [];
  return new Validator().validateSync(instance, {
    ...question,
    forbidUnknownValues: false,
    validationError: { target: false, value: true },
  });
}

/** How the library is asked for a purpose. */
export const QUESTIONS = {
  connect: { always: true, strictGroups: false, groups: ['connect'] },
  decode: { always: false, strictGroups: true, groups: [] },
};
