import { NoAnswerError, Questions } from '../../init/questions.js';
import type { CliContext, CliOptions } from '../context/cli-context.js';
import { writeLines } from './write-lines.js';

/** The option of every command that asks for a confirmation. */
export const YES_OPTION = ['--yes', 'do not ask first'] as const;

/**
 * Asks for a confirmation, unless `--yes` gives it.
 *
 * @param question what would be done, as a sentence.
 * @returns whether it was given; if not, standard error says how to give it.
 */
export async function confirmed(
  question: string,
  options: CliOptions,
  { stdin, stderr, stopped }: CliContext,
): Promise<boolean> {
  if (options['yes'] === true) return true;
  // Ctrl-C is a no.
  const questions = new Questions(stdin, stderr, stopped);
  const terms = { fits: isAnswer, wrong: 'Say yes or no.', byDefault: 'no' };
  try {
    const answer = await questions.ask(`${question} Go on? yes or no`, terms);
    if (/^y(?:es)?$/iu.test(answer)) return true;
  } catch (error) {
    if (!(error instanceof NoAnswerError)) throw error;
    await writeLines(stderr, ['']);
  } finally {
    questions.close();
  }
  await writeLines(stderr, ['Nothing was done: answer yes, or give --yes.']);
  return false;
}

function isAnswer(answer: string): boolean {
  return /^(?:y|yes|n|no)$/iu.test(answer);
}
