import type {
  ChoosePolicy,
  CommentPolicy,
  EntryPolicy,
  GatePolicy,
  GiftPolicy,
  NamePolicy,
} from '#choosing';
import { isBlock } from '#options';
import type { Findings } from '../checks/findings.js';
import type { BridgeOptions } from '../options/bridge.options.js';
import type {
  ChooseCommentsOptions,
  ChooseEntriesOptions,
  ChooseGiftsOptions,
  ChooseNamesOptions,
  ChooseOnlyOptions,
  ChooseOptions,
} from '../options/choose.options.js';
import { pathOf } from '../checks/problem.js';
import type { ChooseConfig } from '../relay-config.js';

/**
 * How a bridge's events are chosen: by its own `choose`, with a budget of its own, or by its
 * target's, with one budget for all its bridges. `undefined`: all events are reported.
 */
export function buildChoose(
  path: string,
  { choose, target }: BridgeOptions,
  findings: Findings,
): ChooseConfig | undefined {
  const ofTarget = isBlock(target) ? target.choose : undefined;
  if (isBlock(choose) && isBlock(ofTarget)) {
    const way = 'give choose once: in the bridge for itself, or in the target for all its bridges';
    findings.problem(pathOf(path, 'choose'), `is in the target, too; ${way}`);
  }
  if (isBlock(choose)) return configOf(pathOf(path, 'choose'), choose, 'bridge', findings);
  if (!isBlock(ofTarget)) return undefined;
  return configOf(`${pathOf(path, 'target')}.choose`, ofTarget, 'target', findings);
}

function configOf(
  path: string,
  options: ChooseOptions,
  across: ChooseConfig['across'],
  findings: Findings,
): ChooseConfig | undefined {
  if (findings.affects(path)) return undefined;
  const { comments, pace } = options;
  if (pace === 'human' && comments === undefined) {
    findings.problem(`${path}.pace`, 'needs comments, of which fewer are let through');
  }
  return { across, policy: policyOf(options) };
}

function policyOf({ comments, entries, gifts, only, names, pace }: ChooseOptions): ChoosePolicy {
  return {
    comments: comments && commentsOf(comments, pace),
    entries: entries && entriesOf(entries),
    gifts: gifts && giftsOf(gifts),
    only: only && gateOf(only),
    names: names && namesOf(names),
  };
}

function commentsOf(options: ChooseCommentsOptions, pace: ChooseOptions['pace']): CommentPolicy {
  const { n, everySeconds, keywords, repeatSeconds, turnSeconds } = options;
  return { n, everySeconds, keywords, repeatSeconds, turnSeconds, pace };
}

function entriesOf({ n, everySeconds, oncePerShow, ignore }: ChooseEntriesOptions): EntryPolicy {
  return { n, everySeconds, oncePerShow, ignore: new Set(ignore) };
}

function giftsOf({ minValue, free, streaks, endedAfterSeconds }: ChooseGiftsOptions): GiftPolicy {
  return { minValue, free, streaks, endedAfterSeconds };
}

function gateOf(options: ChooseOnlyOptions): GatePolicy {
  const { badges, minBadgeLevel, minLevel, guard, prefixes } = options;
  return { badges: new Set(badges), minBadgeLevel, minLevel, guard, prefixes };
}

function namesOf(options: ChooseNamesOptions): NamePolicy {
  const { maxLength, digits, emoji, links, otherwise = '' } = options;
  return { maxLength, digits, emoji, links, otherwise };
}
