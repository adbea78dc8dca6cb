import type { BridgeSpec, Wanted } from '#bridge';
import type { SpecProblem } from './spec-seal.js';

/** The result of a call that manages bridges. */
export type Managed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: BridgeProblem };

/** Why it was not done. No sentence holds a value. */
export type BridgeProblem =
  /** The spec is wrong: every problem, with its place. */
  | { readonly kind: 'invalid'; readonly errors: readonly SpecProblem[] }
  | { readonly kind: 'not-found' }
  /** A bridge of this name was made through the API. */
  | { readonly kind: 'exists'; readonly revision: number }
  /** The bridge is the file's: only an edit of the file changes it. */
  | { readonly kind: 'provisioned'; readonly detail: string }
  /** It has changed since the caller read it. */
  | { readonly kind: 'changed-meanwhile'; readonly revision: number }
  | { readonly kind: 'too-many'; readonly max: number };

/** A bridge as the API shows it: plain JSON, without secrets. */
export interface BridgeView {
  readonly name: string;
  /** Grows with every change. A bridge of the file has another in every process. */
  readonly revision: number;
  readonly origin: 'file' | 'api';
  readonly wanted: Wanted;
  /** As it was written; a secret is `{ "sealed": true }`. */
  readonly spec: BridgeSpec;
  /** In ms since 1970. */
  readonly changedAt: number;
  readonly changedBy: string;
  /** It was made through the API and does not run, since the file has a bridge of its name. */
  readonly shadowed: boolean;
  /** Why this process cannot run it. */
  readonly problems: readonly SpecProblem[];
  /**
   * Limits of its platform that it comes close to. Only where one bridge is asked for, not in
   * lists.
   */
  readonly cautions?: readonly SpecProblem[];
}

/** The revision that a bridge must have to be changed; `*`: any. */
export type Expected = number | '*';

export function done<T>(value: T): Managed<T> {
  return { ok: true, value };
}

export function refused(problem: BridgeProblem): Managed<never> {
  return { ok: false, problem };
}

export function invalid(...errors: SpecProblem[]): Managed<never> {
  return refused({ kind: 'invalid', errors });
}

/**
 * Where both lists have a problem at one place, the first list's: a value that was not taken was
 * not compiled either.
 */
export function together(
  first: readonly SpecProblem[],
  then: readonly SpecProblem[],
): SpecProblem[] {
  const told = new Set(first.map(({ pointer }) => pointer));
  return [...first, ...then.filter(({ pointer }) => !told.has(pointer))];
}
