import type { CliCommand } from '../context/cli-context.js';
import { COMMANDS } from '../commands.js';
import { EXIT } from '../context/exit-code.js';
import { PROGRAM_DESCRIPTION, PROGRAM_DETAILS } from '../program.js';
import { writeLines } from '../terminal/write-lines.js';
import { outlineOf } from './command-outline.js';
import { manPage } from './man-page.js';

/** `man`: the manual of all commands. */
export const manCommand: CliCommand = {
  name: 'man',
  summary: 'the manual page of all commands',
  details: `It needs neither a configuration nor Redis; docs/live-relay.1 is the same.

Exit codes: 0 written; 2 a wrong option.`,
  examples: [
    'live-relay man | man -l -',
    'live-relay man > /usr/local/share/man/man1/live-relay.1',
  ],
  options: [],
  run: async (_options, { stdout, version }) => {
    const terms = { description: PROGRAM_DESCRIPTION, details: PROGRAM_DETAILS, version };
    const page = manPage(await outlineOf(COMMANDS), terms);
    await writeLines(stdout, [page.trimEnd()]);
    return EXIT.ok;
  },
};
