import type { BridgeSpec } from '#bridge';
import type { BridgeConfig } from '#config';

/** What became of what somebody asked for. */
export type Managed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: BridgeProblem };

/** One thing that is wrong with a spec; holds no value. */
export interface SpecProblem {
  /** A JSON pointer into the spec. */
  readonly pointer: string;
  readonly detail: string;
}

/** Why it was not done. */
export type BridgeProblem =
  | { readonly kind: 'invalid'; readonly errors: readonly SpecProblem[] }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'exists'; readonly revision: number }
  /** Only whoever edits the file changes it. */
  | { readonly kind: 'provisioned'; readonly detail: string }
  | { readonly kind: 'changed-meanwhile'; readonly revision: number }
  | { readonly kind: 'too-many'; readonly max: number };

export type Wanted = 'running' | 'paused';

/** The revision that a bridge must have to be changed; `*`: whichever it has. */
export type Expected = number | '*';

/** A bridge as whoever uses the API may see it: plain JSON. */
export interface BridgeView {
  readonly name: string;
  /** Larger with every change. */
  readonly revision: number;
  readonly origin: 'file' | 'api';
  readonly wanted: Wanted;
  /** As it was written; a secret is `{ "sealed": true }`. */
  readonly spec: BridgeSpec;
  readonly changedAt: number;
  readonly changedBy: string;
  /** It was made through the API, and does not run, since the file has one of its name. */
  readonly shadowed: boolean;
  /** Why this process cannot run it. */
  readonly problems: readonly SpecProblem[];
}

/** Keeps the bridges of an installation. Rejects only where Redis does not answer. */
export interface BridgeAdmin {
  /** All, by name. */
  list(): Promise<readonly BridgeView[]>;
  get(name: string): Promise<Managed<BridgeView>>;
  create(spec: unknown, by: string, wanted?: Wanted): Promise<Managed<BridgeView>>;
  /** Puts another spec in place of the one there is. */
  change(name: string, spec: unknown, expected: Expected, by: string): Promise<Managed<BridgeView>>;
  pause(name: string, expected: Expected, by: string): Promise<Managed<BridgeView>>;
  resume(name: string, expected: Expected, by: string): Promise<Managed<BridgeView>>;
  remove(name: string, expected: Expected): Promise<Managed<BridgeView>>;
  /**
   * What would be made of a spec; nothing is kept.
   *
   * @param name of the bridge whose secrets `{ "sealed": true }` stands for.
   */
  check(spec: unknown, name?: string): Promise<Managed<BridgeConfig>>;
}
