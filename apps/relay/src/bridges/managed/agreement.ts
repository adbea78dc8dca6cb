import type { BridgeConfig } from '#config';
import { targetOf } from '../target-of.js';
import type { SpecProblem } from './sealed-spec.js';

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
