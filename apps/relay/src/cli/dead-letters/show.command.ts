import { chosenLetters } from '../../dead-letters/letter-choice.js';
import { letterPage } from '../../dead-letters/letter-json.js';
import type { CliCommand } from '../context/cli-context.js';
import { EXIT } from '../context/exit-code.js';
import { withBuffer } from '../context/with-buffer.js';
import { writeLines } from '../terminal/write-lines.js';
import { letterChoice } from './letter-choice.js';

/** `dead-letters show`: one letter, with what the viewer wrote. */
export const showLetterCommand: CliCommand = {
  name: 'show',
  summary: 'one dead letter, with its event',
  details: `Exit codes: 0 shown; 1 there is none of that id, or Redis cannot be read; 2 a wrong option.`,
  examples: ['live-relay dead-letters show 1732752000000-0'],
  arguments: [['<id>', 'as `dead-letters list` shows it']],
  options: [['--target <target>', 'of this target, where several have that id']],
  run: async (options, context) =>
    withBuffer(options, context, async (buffer) => {
      const choice = await letterChoice(options, buffer, context);
      if (choice === undefined) return EXIT.unusable;
      const found: string[] = [];
      for await (const { letters } of chosenLetters(buffer, choice)) {
        found.push(...letters.map((letter) => letterPage(letter)));
      }
      if (found.length === 0) await writeLines(context.stderr, ['there is no such dead letter']);
      await writeLines(context.stdout, found);
      return found.length === 0 ? EXIT.failed : EXIT.ok;
    }),
};
