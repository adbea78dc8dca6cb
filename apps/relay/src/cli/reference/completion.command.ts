import type { CliCommand } from '../context/cli-context.js';
import { COMMANDS } from '../commands.js';
import { EXIT } from '../context/exit-code.js';
import { textOption } from '../listing/filter-options.js';
import { writeLines } from '../terminal/write-lines.js';
import { outlineOf } from './command-outline.js';
import { completionScript, SHELLS } from './completion.js';

/** `completion`: a script with which a shell completes the commands. */
export const completionCommand: CliCommand = {
  name: 'completion',
  summary: 'a script with which bash, zsh or fish completes commands and options',
  details: `It needs neither a configuration nor Redis.

Exit codes: 0 written; 2 an unknown shell.`,
  examples: [
    'eval "$(live-relay completion bash)"',
    'live-relay completion zsh > "${fpath[1]}/_live-relay"',
    'live-relay completion fish > ~/.config/fish/completions/live-relay.fish',
  ],
  arguments: [['<shell>', SHELLS.join(', ')]],
  options: [],
  run: async (options, { stdout, stderr }) => {
    const shell = SHELLS.find((one) => one === textOption(options, 'shell'));
    if (shell === undefined) {
      await writeLines(stderr, [`the shell must be one of ${SHELLS.join(', ')}`]);
      return EXIT.unusable;
    }
    const script = completionScript(shell, await outlineOf(COMMANDS));
    await writeLines(stdout, [script.trimEnd()]);
    return EXIT.ok;
  },
};
