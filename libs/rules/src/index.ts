export { interactionRulesOf } from './interaction-rule.js';
export type { InteractionRule } from './interaction-rule.js';
export { RuleBook, type Meeting } from './rule-book.js';
