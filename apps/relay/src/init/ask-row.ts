import type { InitWords } from './init-words.js';
import type { Questions } from './questions.js';

/**
 * Has one of some rows chosen by its number.
 *
 * @param other what may be typed in place of a number, where not all are shown.
 * @returns the index of the row, or what was typed in its place.
 */
export async function askRow(
  title: string,
  rows: readonly string[],
  words: InitWords,
  questions: Questions,
  other?: RegExp,
): Promise<number | string> {
  const isRow = (answer: string): boolean =>
    /^\d+$/u.test(answer) && Number(answer) >= 1 && Number(answer) <= rows.length;
  const asks = other === undefined ? words.choose : words.chooseOrId;
  const fits = (answer: string): boolean => isRow(answer) || other?.test(answer) === true;
  const question = [
    title + words.colon.trim(),
    ...rows.map((row, i) => `  ${i + 1}  ${row}`),
    asks,
  ].join('\n');
  const answer = await questions.ask(question, { fits, wrong: words.wrong });
  return isRow(answer) ? Number(answer) - 1 : answer;
}
