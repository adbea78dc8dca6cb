import type { BridgeConfig } from '#config';
import type { ChoosePolicy } from '#choosing';
import type { BridgeChanges, BridgeHost } from '../bridges/bridge-host.js';
import { targetOf } from '../bridges/target-of.js';

/** The policy by which a bridge's events are chosen, and its scope. */
export interface BridgeChoice {
  readonly target: string;
  /** Bridges of a target with the same scope share a budget. */
  readonly scope: string;
  readonly policy: ChoosePolicy;
}

/** The scope of all bridges of a target that choose together. */
const TARGET_SCOPE = '';

export function choiceOf({ name, target, choose }: BridgeConfig): BridgeChoice | undefined {
  if (choose === undefined) return undefined;
  const scope = choose.across === 'target' ? TARGET_SCOPE : name;
  return { target: targetOf(target), scope, policy: choose.policy };
}

/** The policies of every bridge of the installation, as this process's catalogue has them. */
export class ChoicePolicies implements BridgeHost {
  readonly #known = new Map<string, BridgeChoice | undefined>();
  #targets: ReadonlySet<string> | undefined;
  #changed: () => void = () => {};

  async apply({ added, changed, removed }: BridgeChanges): Promise<void> {
    for (const { config } of removed) this.#known.delete(config.name);
    for (const { config } of [...changed.map(({ after }) => after), ...added]) {
      this.#known.set(config.name, choiceOf(config));
    }
    this.#targets = undefined;
    this.#changed();
  }

  /** @param changed is called when a policy or scope has changed. */
  watch(changed: () => void): void {
    this.#changed = changed;
  }

  /** Whether this process knows the bridge. */
  knows(bridge: string): boolean {
    return this.#known.has(bridge);
  }

  of(bridge: string): BridgeChoice | undefined {
    return this.#known.get(bridge);
  }

  /** The policy of a scope of a target. */
  in(target: string, scope: string): ChoosePolicy | undefined {
    for (const choice of this.#known.values()) {
      if (choice?.target === target && choice.scope === scope) return choice.policy;
    }
    return undefined;
  }

  /** The scopes of a target; that of all bridges where it has none. */
  scopesOf(target: string): ReadonlySet<string> {
    const scopes = new Set<string>();
    for (const choice of this.#known.values()) {
      if (choice?.target === target) scopes.add(choice.scope);
    }
    return scopes.size === 0 ? new Set([TARGET_SCOPE]) : scopes;
  }

  /** All targets that have a bridge that chooses. */
  targets(): ReadonlySet<string> {
    this.#targets ??= new Set(
      [...this.#known.values()].flatMap((choice) => (choice === undefined ? [] : [choice.target])),
    );
    return this.#targets;
  }
}
