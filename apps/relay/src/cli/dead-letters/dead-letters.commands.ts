import type { CliCommandGroup } from '../context/cli-context.js';
import { dropLettersCommand } from './drop.command.js';
import { exportLettersCommand } from './export.command.js';
import { listLettersCommand } from './list.command.js';
import { replayLettersCommand } from './replay.command.js';
import { showLetterCommand } from './show.command.js';

/** `dead-letters`: the events that MetaStudio refuses. */
export const deadLettersCommands: CliCommandGroup = {
  name: 'dead-letters',
  summary: 'the events that MetaStudio refuses: list, show, replay, drop, export',
  details: `At most 10 000 of a target are kept, for 7 days; what has to go is counted as dropped.`,
  commands: [
    listLettersCommand,
    showLetterCommand,
    replayLettersCommand,
    dropLettersCommand,
    exportLettersCommand,
  ],
};
