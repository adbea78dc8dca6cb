import { budgetWords, tightBudgets, usedOf, type BridgeConfig, type SourceTypes } from '#config';
import { targetOf } from '../target-of.js';
import type { SpecProblem } from './sealed-spec.js';

/**
 * The platform limits that one more bridge would exceed (`refused`), or come close to (`cautions`).
 */
export function budgetProblems(
  config: BridgeConfig,
  others: readonly BridgeConfig[],
  sources: SourceTypes,
): { readonly refused: SpecProblem[]; readonly cautions: SpecProblem[] } {
  const refused: SpecProblem[] = [];
  const cautions: SpecProblem[] = [];
  const { type, options } = config.source;
  // Most sources have none: thousands of others need not be counted.
  if ((sources.get(type)?.budgets?.(options) ?? []).length === 0) return { refused, cautions };
  // Budgets that this bridge does not use are not its problem.
  for (const use of tightBudgets([...others, config], sources)) {
    if (use.bridges.at(-1) !== config.name) continue;
    const problem = { pointer: '/source', detail: budgetWords(use) };
    if (use.isHard && usedOf(use) > use.max) refused.push(problem);
    else cautions.push(problem);
  }
  return { refused, cautions };
}

/** The problems of bridges of one target that disagree on its reports. */
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
