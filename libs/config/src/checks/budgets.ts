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
  /** How many bridges use it. */
  readonly count: number;
  /** The name of the last of them. */
  readonly last: string;
}

/** The part of a budget from which on a caution is given, if the budget is more than one. */
const NEARLY_FULL = 0.8;

type Sourced = Pick<BridgeConfig, 'name' | 'source'>;

/** What bridges use of the budgets of platforms. */
export class UsedBudgets {
  readonly #sources: SourceTypes;
  readonly #uses = new Map<string, BudgetUse>();

  constructor(sources: SourceTypes) {
    this.#sources = sources;
  }

  add(bridge: Sourced): void {
    for (const [key, use] of this.#usesWith(bridge)) this.#uses.set(key, use);
  }

  /** Those that are full, nearly full, or exceeded. */
  tight(): BudgetUse[] {
    return [...this.#uses.values()].filter(isTight);
  }

  /** The same, with one more bridge, of those that this one uses. */
  tightWith(bridge: Sourced): BudgetUse[] {
    return this.#usesWith(bridge)
      .map(([, use]) => use)
      .filter(isTight);
  }

  #usesWith({ name, source }: Sourced): [key: string, use: BudgetUse][] {
    const budgets = this.#sources.get(source.type)?.budgets?.(source.options) ?? [];
    return budgets.map((budget) => {
      const key = JSON.stringify([budget.name, budget.owner]);
      const use = this.#uses.get(key) ?? { ...budget, count: 0 };
      return [key, { ...use, count: use.count + 1, last: name }];
    });
  }
}

/** The budgets of platforms that are full, nearly full, or exceeded by these bridges. */
export function tightBudgets(bridges: Iterable<Sourced>, sources: SourceTypes): BudgetUse[] {
  const used = new UsedBudgets(sources);
  for (const bridge of bridges) used.add(bridge);
  return used.tight();
}

function isTight(use: BudgetUse): boolean {
  return usedOf(use) > use.max || (use.max > 1 && usedOf(use) >= use.max * NEARLY_FULL);
}

/** How much of a budget is used. */
export function usedOf({ count, uses = 1 }: BudgetUse): number {
  return count * uses;
}

/**
 * The sentence about a tight budget, reported at the last bridge that uses it. Contains nothing of
 * its owner.
 */
export function budgetWords(use: BudgetUse): string {
  const { count: bridges, max, what, isHard, uses = 1 } = use;
  const count = usedOf(use);
  const used =
    uses === 1
      ? `is number ${count} of at most ${max} ${what}`
      : `is bridge ${bridges}, and ${count} are used of at most ${max} ${what}`;
  if (count <= max) return `${used}: ${count + uses > max ? 'no' : 'few'} more will do`;
  const refused = isHard ? 'refuses it' : 'may refuse it';
  return `${used}: the platform ${refused}; give some bridges another credential`;
}
