export { interactionRulesOf, RULES_MAX } from './interaction-rule.js';
export type { InteractionRule, RuleCondition } from './interaction-rule.js';
export { LinearPattern } from './linear-pattern.js';
export { RuleBook, type Meeting, type RuleProblem } from './rule-book.js';
