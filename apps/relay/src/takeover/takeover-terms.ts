import type { TargetConfig } from '#config';
import { targetOf } from '../bridges/target-of.js';
import type { TakeoverTerms } from './takeover.js';

/** The terms of calls about a target, from the first of its bridges that has any. */
export function takeoverTermsOf(
  target: string,
  all: readonly Omit<TargetConfig, 'reportUrl'>[],
): TakeoverTerms {
  const own = all.filter((config) => targetOf(config) === target);
  return {
    appUserId: own.find(({ appUserId }) => appUserId !== undefined)?.appUserId,
    reviewConfig: own.find(({ reviewConfig }) => reviewConfig !== undefined)?.reviewConfig,
  };
}
