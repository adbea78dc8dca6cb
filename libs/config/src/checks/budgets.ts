import type { BridgeConfig } from '../relay-config.js';
import type { SourceTypes } from '../bridges/source-options.js';

/** A limited resource of a platform. */
export interface SourceBudget {
  /** The limit: uses with the same name and owner are counted together. */
  readonly name: string;
  /** The owner of the limit, perhaps a credential. Never shown. */
  readonly owner: string;
  readonly max: number;
  /** The name of the resource, in the plural: `sockets that …`. */
  readonly what: string;
  /** How much of it one source uses. @defaultValue 1 */
  readonly uses?: number | undefined;
  /**
   * Whether the platform refuses more. Otherwise that depends on facts that the relay cannot know.
   */
  readonly isHard: boolean;
}

/** How much of a budget some bridges use. */
export interface BudgetUse extends SourceBudget {
  /** The names of the bridges, in their order. */
  readonly bridges: readonly string[];
}

/** The part of a budget from which on a caution is given, if the budget is more than one. */
const NEARLY_FULL = 0.8;

type Sourced = Pick<BridgeConfig, 'name' | 'source'>;

/** The budgets of platforms that are full, nearly full, or exceeded by these bridges. */
export function tightBudgets(bridges: Iterable<Sourced>, sources: SourceTypes): BudgetUse[] {
  const uses = new Map<string, SourceBudget & { readonly bridges: string[] }>();
  for (const { name, source } of bridges) {
    for (const budget of sources.get(source.type)?.budgets?.(source.options) ?? []) {
      const key = JSON.stringify([budget.name, budget.owner]);
      const use = uses.get(key);
      if (use === undefined) uses.set(key, { ...budget, bridges: [name] });
      else use.bridges.push(name);
    }
  }
  return [...uses.values()].filter((use) => {
    return usedOf(use) > use.max || (use.max > 1 && usedOf(use) >= use.max * NEARLY_FULL);
  });
}

/** How much of a budget is used. */
export function usedOf({ bridges, uses = 1 }: BudgetUse): number {
  return bridges.length * uses;
}

/**
 * The sentence about a tight budget, reported at the last bridge that uses it. Contains nothing of
 * its owner.
 */
export function budgetWords(use: BudgetUse): string {
  const { bridges, max, what, isHard, uses = 1 } = use;
  const count = usedOf(use);
  const used =
    uses === 1
      ? `is number ${count} of at most ${max} ${what}`
      : `is bridge ${bridges.length}, and ${count} are used of at most ${max} ${what}`;
  if (count <= max) return `${used}: ${count + uses > max ? 'no' : 'few'} more will do`;
  const refused = isHard ? 'refuses it' : 'may refuse it';
  return `${used}: the platform ${refused}; give some bridges another credential`;
}
