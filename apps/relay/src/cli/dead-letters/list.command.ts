import { chosenLetters } from '../../dead-letters/letter-choice.js';
import { letterWords, type LetterWords } from '../../dead-letters/letter-json.js';
import type { CliCommand } from '../context/cli-context.js';
import { EXIT } from '../context/exit-code.js';
import { JsonWriter, TableWriter, type Column } from '../listing/listing-writer.js';
import { cell } from '../../listing/shown-text.js';
import { withBuffer } from '../context/with-buffer.js';
import { writeLines } from '../terminal/write-lines.js';
import { CHOICE_OPTIONS, letterChoice } from './letter-choice.js';

/** `dead-letters list`: what MetaStudio refused, and what it said; not what viewers wrote. */
export const listLettersCommand: CliCommand = {
  name: 'list',
  summary: 'what was refused and why, the oldest first',
  details: `What viewers wrote is shown by \`show\` and \`export\` alone.

Exit codes: 0 listed; 1 Redis cannot be read; 2 a wrong option.`,
  examples: ['live-relay dead-letters list', 'live-relay dead-letters list --json'],
  options: [['--json', 'one JSON array, an element a line'], ...CHOICE_OPTIONS],
  run: async (options, context) =>
    withBuffer(options, context, async (buffer) => {
      const choice = await letterChoice(options, buffer, context);
      if (choice === undefined) return EXIT.unusable;
      const json = options['json'] === true;
      const writer = json
        ? new JsonWriter<LetterWords>(context.stdout)
        : new TableWriter<LetterWords>(context.stdout, COLUMNS);
      const counts = { letters: 0, unreadable: 0 };
      for await (const { letters, unreadable } of chosenLetters(buffer, choice)) {
        counts.letters += letters.length;
        counts.unreadable += unreadable;
        for (const letter of letters) {
          if (!(await writer.add(letterWords(letter)))) return EXIT.ok;
        }
      }
      if (json || counts.letters > 0) await writer.end();
      if (!json) await writeLines(context.stderr, [countsLine(counts)]);
      return EXIT.ok;
    }),
};

const COLUMNS: readonly Column<LetterWords>[] = [
  { title: 'ID', isId: true, textOf: ({ id }) => id },
  { title: 'REFUSED', textOf: ({ at }) => timeOf(at) },
  { title: 'TARGET', isId: true, textOf: ({ target }) => target },
  { title: 'BRIDGE', textOf: ({ bridge }) => bridge },
  { title: 'TYPE', textOf: ({ type }) => type },
  { title: 'CODE', textOf: ({ code }) => cell(code) },
  { title: 'REQUEST', isId: true, textOf: ({ requestId }) => cell(requestId) },
  { title: 'MESSAGE', textOf: ({ message }) => cell(message) },
];

function timeOf(ms: number): string {
  return Number.isFinite(ms) && Math.abs(ms) < TIME_MAX ? new Date(ms).toISOString() : '-';
}

const TIME_MAX = 8.64e15;

function countsLine({ letters, unreadable }: { letters: number; unreadable: number }): string {
  const line = `${letters} dead letter${letters === 1 ? '' : 's'}`;
  return unreadable === 0 ? line : `${line}, and ${unreadable} of another version`;
}
