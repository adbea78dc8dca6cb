import { bashScript } from './bash-completion.js';
import type { CommandOutline } from './command-outline.js';
import { fishScript } from './fish-completion.js';
import { zshScript } from './zsh-completion.js';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** The script that completes the program's commands and options in a shell. */
export function completionScript(shell: Shell, commands: readonly CommandOutline[]): string {
  return WRITERS[shell](commands);
}

const WRITERS: Readonly<Record<Shell, (commands: readonly CommandOutline[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};
