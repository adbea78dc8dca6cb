/** The Chinese of every sentence that stands in both languages, by the English. */
const WHOLE = new Map<string, string>();
const WITH_NUMBER: { readonly before: string; readonly after: string; readonly zh: string }[] = [];

/**
 * A sentence for operators, in both languages beside each other. The English goes on its way, into
 * the log, too; where the operator is told, {@link chineseOf} gives the Chinese beside it. Made once, as
 * the module of a source is loaded.
 *
 * @returns the English.
 */
export function bilingual(en: string, zh: string): string {
  WHOLE.set(en, zh);
  return en;
}

/** A sentence with a number in it, such as a status: `{}` stands for it in both languages. */
export function bilingualWithNumber(en: string, zh: string): (number: number) => string {
  const [before = '', after = ''] = en.split('{}');
  WITH_NUMBER.push({ before, after, zh });
  return (number) => `${before}${number}${after}`;
}

/** The Chinese of a sentence; absent for one of another version, and for words of a platform. */
export function chineseOf(en: string | undefined): string | undefined {
  if (en === undefined) return undefined;
  const whole = WHOLE.get(en);
  if (whole !== undefined) return whole;
  for (const { before, after, zh } of WITH_NUMBER) {
    if (!en.startsWith(before) || !en.endsWith(after)) continue;
    const number = en.slice(before.length, en.length - after.length);
    if (NUMBER.test(number)) return zh.replace('{}', number);
  }
  return undefined;
}

/** A status or code; nothing else of a platform gets into a sentence. */
const NUMBER = /^-?\d{1,16}$/u;
