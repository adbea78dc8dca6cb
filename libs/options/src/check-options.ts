import type { ValidationError } from 'class-validator';
import { Validator } from './class-validator.js';
import { isFaultless } from './faultless.js';
import type { RepeatedBlocks } from './repeated-blocks.js';

/** The problems of one key, and of the keys of its block. */
export type OptionError = ValidationError;

/** Whether keys that only connecting needs are required: see {@link TO_CONNECT}. */
export type Purpose = 'connect' | 'decode';

/**
 * The problems that the decorators of an instance's class, and of the classes within it, find;
 * unknown keys are not among them.
 * @param repeated blocks that were checked before are not checked again.
 */
export function checkOptions(
  instance: object,
  purpose: Purpose,
  repeated?: RepeatedBlocks,
): OptionError[] {
  const question = QUESTIONS[purpose];
  if (isFaultless(instance, question, repeated)) return [];
  return new Validator().validateSync(instance, {
    ...question,
    forbidUnknownValues: false,
    validationError: { target: false, value: true },
  });
}

/** The arguments with which the library is asked for each purpose. */
export const QUESTIONS = {
  connect: { always: true, strictGroups: false, groups: ['connect'] },
  decode: { always: false, strictGroups: true, groups: [] },
};
