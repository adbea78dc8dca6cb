import {
  budgetWords,
  TargetAgreement,
  UsedBudgets,
  usedOf,
  type BridgeConfig,
  type SourceTypes,
} from '#config';
import { invalid, type Managed } from './managed.js';
import type { SpecProblem } from './spec-seal.js';
import type { SoundSpec } from './spec-check.js';

/** The bridges beside which another is judged, found by what it shares with them. */
export class Neighbours {
  readonly #agreement = new TargetAgreement();
  readonly #budgets: UsedBudgets;

  constructor(sources: SourceTypes) {
    this.#budgets = new UsedBudgets(sources);
  }

  /** @param isRunning a paused bridge has no connection that counts against a limit. */
  add(config: BridgeConfig, isRunning: boolean): void {
    this.#agreement.add(config);
    if (isRunning) this.#budgets.add(config);
  }

  /** What is wrong with one more beside them. */
  problemsOf({ config, hasOtherSource, refusedAddresses }: SoundSpec): SpecProblem[] {
    // Only a source that changes is held against the limits of its platform.
    const over = hasOtherSource ? this.budgetsOf(config).refused : [];
    return [...this.#disagreements(config), ...over, ...refusedAddresses];
  }

  /**
   * The platform limits that one more bridge would exceed (`refused`), or come close to
   * (`cautions`).
   */
  budgetsOf(config: BridgeConfig): {
    readonly refused: SpecProblem[];
    readonly cautions: SpecProblem[];
  } {
    const refused: SpecProblem[] = [];
    const cautions: SpecProblem[] = [];
    for (const use of this.#budgets.tightWith(config)) {
      const problem = { pointer: '/source', detail: budgetWords(use) };
      if (use.isHard && usedOf(use) > use.max) refused.push(problem);
      else cautions.push(problem);
    }
    return { refused, cautions };
  }

  /** Where bridges of the same target disagree with one more on its reports. */
  #disagreements(config: BridgeConfig): SpecProblem[] {
    return this.#agreement.disagreements(config).map(({ key, other: { name } }) => {
      const detail = `must be as in the bridge ${name}, which has the same target`;
      return { pointer: `/target/${key}`, detail };
    });
  }
}

/**
 * Judges specs that are saved together, each beside those that will be there.
 *
 * @param beside the bridges that are not changed with them; those that may be saved are added.
 */
export function judgedTogether(
  all: readonly Managed<SoundSpec>[],
  beside: Neighbours,
): readonly Managed<SoundSpec>[] {
  const judged = [...all];
  // A source that stays counts against those that change, wherever it stands among them.
  for (const hasOtherSource of [false, true]) {
    for (const [at, one] of all.entries()) {
      if (!one.ok || one.value.hasOtherSource !== hasOtherSource) continue;
      const { config, before } = one.value;
      const problems = beside.problemsOf(one.value);
      if (problems.length > 0) judged[at] = invalid(...problems);
      else beside.add(config, before?.record.wanted !== 'paused');
    }
  }
  return judged;
}
