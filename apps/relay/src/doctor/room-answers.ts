import type { BridgeConfig } from '#config';
import { eventCodeOf, type EventType } from '#live-event';
import type { LiveRoomDetails } from '#metastudio';
import { interactionRulesOf, RuleBook, type InteractionRule } from '#rules';
import { logText } from '#telemetry';
import { warn, type Finding } from './finding.js';

/** The types to which interaction rules answer; follows and viewer counts trigger none. */
const ANSWERED: readonly EventType[] = ['comment', 'enter', 'like', 'gift'];

/**
 * Finds what keeps the virtual human of a room silent though MetaStudio takes every report: a room
 * that is not confirmed, and events that no rule answers.
 *
 * @param warnings MetaStudio's own.
 * @param bridges those that send to the room.
 */
export function* answersOf(
  subject: string,
  room: LiveRoomDetails,
  warnings: readonly string[],
  bridges: readonly BridgeConfig[],
): Generator<Finding> {
  const { confirmState } = room;
  if (confirmState !== undefined && confirmState !== 'CONFIRMED') {
    const found = `is not confirmed (confirm_state ${logText(confirmState)})`;
    yield warn('room', subject, found, 'Confirm it in MetaStudio, before it goes live.');
  }
  const judged = interactionRulesOf(room.rules);
  const book = new RuleBook(judged);
  const silent = ANSWERED.filter((type) => sends(bridges, type) && !hasRule(judged, type));
  if (silent.length > 0) {
    const found = `no enabled interaction rule for ${silent.join(', ')}: MetaStudio takes them, and nothing answers`;
    yield warn('rules', subject, found, RULES_WAY_OUT);
  }
  for (const { rule, problem } of book.problems.slice(0, PROBLEMS_MAX)) {
    const found = `by our reading the rule ${logText(rule)} ${logText(problem)}`;
    yield warn(
      'rules',
      subject,
      found,
      'See whether MetaStudio answers to it, or write it in another way.',
    );
  }
  if (warnings.includes(TOO_FEW)) {
    const found = `MetaStudio warns that rules for comments are too few (${TOO_FEW})`;
    yield warn('rules', subject, found, 'Add interaction rules for comments to the room.');
  }
}

function sends(bridges: readonly BridgeConfig[], type: EventType): boolean {
  return bridges.some(({ filter }) => filter.types.has(type));
}

function hasRule(rules: readonly InteractionRule[], type: EventType): boolean {
  return rules.some(({ enabled, eventType }) => enabled && eventType === eventCodeOf(type));
}

const PROBLEMS_MAX = 10;
const TOO_FEW = 'TOO_LESS_DANMAKU_RULES';
const RULES_WAY_OUT =
  "Add interaction rules for them to the room in MetaStudio, or take them out of the bridge's filter.types.";
