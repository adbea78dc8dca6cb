import type { BridgeConfig } from '../relay-config.js';

/** Something of its target on which a bridge says otherwise than another one. */
export interface Disagreement {
  /** The key of the target. */
  readonly key: 'reportUrl' | 'appUserId' | 'reviewConfig' | 'choose';
  readonly other: BridgeConfig;
}

/** What the bridges of each target must agree on, since they share its buffer and reports. */
export class TargetAgreement {
  readonly #ofTargets = new Map<string, BridgeConfig>();
  /** Of each target the first that does not choose for itself: those that do agree with any. */
  readonly #choosing = new Map<string, BridgeConfig>();

  add(bridge: BridgeConfig): void {
    const key = keyOf(bridge);
    if (!this.#ofTargets.has(key)) this.#ofTargets.set(key, bridge);
    if (!choosesItself(bridge) && !this.#choosing.has(key)) this.#choosing.set(key, bridge);
  }

  /** Where one more bridge disagrees with those that were added. */
  disagreements(bridge: BridgeConfig): Disagreement[] {
    const found: Disagreement[] = [];
    const key = keyOf(bridge);
    const other = this.#ofTargets.get(key);
    if (other !== undefined) {
      const [one, its] = [bridge.target, other.target];
      if (one.reportUrl?.reveal() !== its.reportUrl?.reveal()) {
        found.push({ key: 'reportUrl', other });
      }
      if (one.appUserId !== its.appUserId) found.push({ key: 'appUserId', other });
      if (one.reviewConfig?.noNeedReview !== its.reviewConfig?.noNeedReview) {
        found.push({ key: 'reviewConfig', other });
      }
    }
    const choosing = choosesItself(bridge) ? undefined : this.#choosing.get(key);
    if (choosing !== undefined && plainChoice(bridge) !== plainChoice(choosing)) {
      found.push({ key: 'choose', other: choosing });
    }
    return found;
  }
}

function keyOf({ target: { project, roomId, jobId } }: BridgeConfig): string {
  return `${project} ${roomId} ${jobId}`;
}

function choosesItself({ choose }: BridgeConfig): boolean {
  return choose?.across === 'bridge';
}

function plainChoice({ choose }: BridgeConfig): string {
  return JSON.stringify(choose ?? null, (_, value: unknown) => {
    return value instanceof Set
      ? [...value].map(String).toSorted((a, b) => (a < b ? -1 : 1))
      : value;
  });
}
