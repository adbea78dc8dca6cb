import type { MemberRow } from '#event-buffer';

/** A collector that wrote nothing for this long is not there, in ms. */
export const SILENT_MS = 6000;

export function isThere({ saidAt }: MemberRow, now: number): boolean {
  return now - saidAt < SILENT_MS;
}
