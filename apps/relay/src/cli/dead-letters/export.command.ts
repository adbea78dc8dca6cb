import { chosenLetters } from '../../dead-letters/letter-choice.js';
import { letterLine } from '../../dead-letters/letter-json.js';
import type { CliCommand } from '../context/cli-context.js';
import { EXIT } from '../context/exit-code.js';
import { withBuffer } from '../context/with-buffer.js';
import { writeLines } from '../terminal/write-lines.js';
import { CHOICE_OPTIONS, ID_OPTION, letterChoice } from './letter-choice.js';

/** `dead-letters export`: letters with their events, for other programs. */
export const exportLettersCommand: CliCommand = {
  name: 'export',
  summary: 'dead letters with their events, as JSON Lines on standard output',
  details: `Each line holds id, target, bridge, type, receivedAt, at, code, message, requestId and the event
as it was reported. Nothing is changed.

Exit codes: 0 exported; 1 it was interrupted, or Redis cannot be read; 2 a wrong option.`,
  examples: ['live-relay dead-letters export > letters.jsonl'],
  options: [ID_OPTION, ...CHOICE_OPTIONS],
  run: async (options, context) =>
    withBuffer(options, context, async (buffer) => {
      const choice = await letterChoice(options, buffer, context);
      if (choice === undefined) return EXIT.unusable;
      for await (const { letters } of chosenLetters(buffer, choice)) {
        const lines = letters.map((letter) => letterLine(letter));
        if (!(await writeLines(context.stdout, lines))) return EXIT.ok;
        if (context.stopped.aborted) return EXIT.failed;
      }
      return EXIT.ok;
    }),
};
