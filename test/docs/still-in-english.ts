import type { SourceType } from '#platforms';

/** The types of sources whose page is not there in Chinese yet. None is added to them. */
export const STILL_IN_ENGLISH: readonly SourceType[] = [
];
