import type { InvalidFilterError } from '#metastudio';

/** A command line's options, by commander's names. */
export type GivenOptions = Readonly<Record<string, unknown>>;

export function textOption(options: GivenOptions, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}

/** A list with commas between. */
export function wordsOption(options: GivenOptions, name: string): string[] | undefined {
  return textOption(options, name)
    ?.split(',')
    .map((word) => word.trim());
}

/** @returns NaN for what is no whole number, which every filter refuses. */
export function wholeOption(options: GivenOptions, name: string): number | undefined {
  const text = textOption(options, name);
  if (text === undefined) return undefined;
  return /^\d{1,16}$/u.test(text) ? Number(text) : NaN;
}

/** The problem of a filter, in the words of the command line. */
export function filterSentence({ field, rule }: InvalidFilterError): string {
  return `${optionOf(field)} ${rule.replaceAll(/\b[a-z]+[A-Z]\w*/gu, optionOf)}.`;
}

function optionOf(field: string): string {
  return `--${field.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)}`;
}
