import { COMMON_OPTIONS, type CommandOutline, type OptionOutline } from './command-outline.js';

/** The placeholders of values that are files. */
export const FILES: ReadonlySet<string> = new Set(['file', 'recording']);

export function optionsOf({ options }: Pick<CommandOutline, 'options'>): readonly OptionOutline[] {
  return [...options, ...COMMON_OPTIONS];
}

export function takesFile({ arguments: following }: CommandOutline): boolean {
  return following.some(([syntax]) => FILES.has(syntax.slice(1, -1)));
}

/** The first words of all commands, each once. */
export function topOf(commands: readonly CommandOutline[]): readonly CommandOutline[] {
  return commands.filter(({ path }) => !path.includes(' '));
}

export function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** An option as it is typed, as a pattern of a shell's `case`. */
export function flagsText({ flags }: OptionOutline): string {
  return (flags.match(/--?[a-z][a-z-]*/gu) ?? []).join(' | ');
}
