/** What the relay says of a wrong key, by a part of its English text. */
export type KnownTexts = readonly (readonly [names: string, says: string])[];

/** The same in the language of the page, where that is not the relay's and has it. */
export function knownText(known: KnownTexts, told: string): string | undefined {
  return known.find(([names]) => told.includes(names))?.[1];
}
