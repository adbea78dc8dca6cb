import type { SpecProblem } from './spec-seal.js';

// Why a bridge is not made or changed as it is asked for.

export const PROVISIONED = {
  kind: 'provisioned',
  detail: 'The bridge is in the file: change it there.',
} as const;
export const IN_FILE: SpecProblem = { pointer: '', detail: 'is in the file: change it there' };
export const NO_BLOCK: SpecProblem = {
  pointer: '',
  detail: 'must be a block of keys: name, source, …',
};
export const NAME_STAYS = 'must be as it is: a bridge of another name is another bridge';
export const LEADS_ELSEWHERE =
  'must be given anew: the source leads elsewhere than before, and a secret does not go along';
