import { runInNewContext } from 'node:vm';

/** A bound on hanging, not on speed: what is called takes a small part of it, or minutes. */
const ENDS_MS = 15_000;

/** Calls a function that must not keep the process busy, whatever it is given; it is broken off where it does. */
export function ending<T>(act: () => T): T {
  return runInNewContext('act()', { act }, { timeout: ENDS_MS }) as T;
}
