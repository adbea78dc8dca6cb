import { Checked, isBlock, OneOf, OnlyIf, Optional } from '#options';
import { ANSWER_MEANINGS, sentBy, TOKEN, type AnswerMeaning, type AnswerSpec } from './answers.js';
import { allProblems } from './rules/conditions-problem.js';
import { IsConditions } from './mapping-fields.js';
import { pathProblem } from './path/path-problem.js';
import { namesIn } from './template.js';
import type { Conditions } from './value.js';

/** The most answers of a source. */
export const ANSWERS_MAX = 16;
/** The most that one of them sends. */
const SENT_MAX = 8;
/** The longest text of one, as it is written, in characters. */
const SENT_LENGTH_MAX = 65_536;

/** {@link AnswerSpec}, validated. */
export class AnswerOptions implements AnswerSpec {
  @OnlyIf(({ when, text }: AnswerSpec) => when !== undefined || text === undefined)
  @IsConditions()
  readonly when?: Conditions;

  @Optional()
  @Checked(textProblem, { schema: { type: 'string' } })
  readonly text?: string;

  @OnlyIf(({ send, means }: AnswerSpec) => send !== undefined || means === undefined)
  @Checked(sendProblem)
  readonly send?: unknown;

  @Optional()
  @OneOf(ANSWER_MEANINGS)
  readonly means?: AnswerMeaning;
}

function textProblem(value: unknown): string | undefined {
  const isText = typeof value === 'string' && value !== '' && value.length <= 256;
  return isText ? undefined : 'must be a text of at most 256 characters, a whole frame';
}

/** All problems of the texts to send. Quotes no value. */
function sendProblem(value: unknown): string | undefined {
  const sent = sentBy(value);
  if (sent.length === 0 || sent.length > SENT_MAX)
    return `must be one to ${SENT_MAX} texts or blocks`;
  return allProblems(sent, (one, index) => {
    const problem = oneProblem(one);
    return problem === undefined ? undefined : `number ${index + 1} ${problem}`;
  });
}

function oneProblem(one: unknown): string | undefined {
  if (typeof one !== 'string' && !isBlock(one) && !Array.isArray(one)) {
    return 'must be a text or a block';
  }
  const length = typeof one === 'string' ? one.length : JSON.stringify(one).length;
  if (length > SENT_LENGTH_MAX) return `must have at most ${SENT_LENGTH_MAX} characters`;
  return allProblems(namesIn(one), (name) => {
    const problem = name === TOKEN ? undefined : pathProblem(name);
    return problem === undefined ? undefined : `has {{…}} that ${problem}`;
  });
}
