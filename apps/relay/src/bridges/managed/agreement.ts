import { budgetWords, tightBudgets, usedOf, type BridgeConfig, type SourceTypes } from '#config';
import { targetOf } from '../target-of.js';
import type { SpecProblem } from './sealed-spec.js';

/**
 * What the platform has not enough of for one more bridge (`refused`), or soon will not have
 * (`cautions`).
 */
export function budgetProblems(
  config: BridgeConfig,
  others: readonly BridgeConfig[],
  sources: SourceTypes,
): { readonly refused: SpecProblem[]; readonly cautions: SpecProblem[] } {
  const refused: SpecProblem[] = [];
  const cautions: SpecProblem[] = [];
  // Others that use what this one does not are no matter of its own.
  for (const use of tightBudgets([...others, config], sources)) {
    if (use.bridges.at(-1) !== config.name) continue;
    const problem = { pointer: '/source', detail: budgetWords(use) };
    if (use.isHard && usedOf(use) > use.max) refused.push(problem);
    else cautions.push(problem);
  }
  return { refused, cautions };
}

/** Bridges that share a target agree on how it is reported to. */
export function agreementProblems(
  config: BridgeConfig,
  others: readonly BridgeConfig[],
): SpecProblem[] {
  const target = targetOf(config.target);
  const other = others.find((one) => targetOf(one.target) === target);
  if (other === undefined) return [];
  const detail = `must be as in the bridge ${other.name}, which has the same target`;
  const { reportUrl, appUserId } = config.target;
  const problems: SpecProblem[] = [];
  if (reportUrl?.reveal() !== other.target.reportUrl?.reveal()) {
    problems.push({ pointer: '/target/reportUrl', detail });
  }
  if (appUserId !== other.target.appUserId) problems.push({ pointer: '/target/appUserId', detail });
  return problems;
}
