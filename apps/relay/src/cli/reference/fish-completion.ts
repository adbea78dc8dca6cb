import { COMMON_OPTIONS, type CommandOutline, type OptionOutline } from './command-outline.js';
import { FILES, takesFile, topOf } from './completion-words.js';

/** For fish: its `complete` for each word. */
export function fishScript(commands: readonly CommandOutline[]): string {
  const names = topOf(commands).map(({ path }) => path);
  const groups = commands.filter(({ within }) => within.length > 0);
  const whenNone = `not __fish_seen_subcommand_from ${names.join(' ')}`;
  const lines = commands.flatMap((command) => {
    const when = conditionOf(command, groups);
    return [
      ...command.within.map(([name, summary]) => line(when, `-a ${name}`, described(summary))),
      ...command.options.map((option) => optionLine(when, option)),
      ...(takesFile(command) ? [line(when, '-F')] : []),
    ];
  });
  return [
    '# fish completion for live-relay: live-relay completion fish > ~/.config/fish/completions/live-relay.fish',
    'complete -c live-relay -f',
    ...topOf(commands).map(({ path, summary }) => line(whenNone, `-a ${path}`, described(summary))),
    ...COMMON_OPTIONS.map((option) => optionLine('true', option)),
    line(whenNone, '-l version', described('the version')),
    ...lines,
    '',
  ].join('\n');
}

function fishQuoted(text: string): string {
  return `'${text.replaceAll('\\', String.raw`\\`).replaceAll("'", String.raw`\'`)}'`;
}

function line(when: string, ...rest: readonly string[]): string {
  return ['complete -c live-relay', `-n ${fishQuoted(when)}`, ...rest].join(' ');
}

function described(text: string): string {
  return `-d ${fishQuoted(text)}`;
}

function conditionOf({ path, within }: CommandOutline, groups: readonly CommandOutline[]): string {
  const [name = '', second] = path.split(' ');
  const seen = `__fish_seen_subcommand_from ${name}`;
  if (second !== undefined) return `${seen}; and __fish_seen_subcommand_from ${second}`;
  // `replay` is also a command of a group.
  const others = groups.filter((group) => group.within.some(([one]) => one === name));
  const not = [...within.map(([one]) => one), ...others.map((group) => group.path)];
  return not.length === 0 ? seen : `${seen}; and not __fish_seen_subcommand_from ${not.join(' ')}`;
}

function optionLine(when: string, { flags, long, value, description }: OptionOutline): string {
  const [, short] = /(?:^|, )-([a-z])(?:,|$)/u.exec(flags) ?? [];
  const letters = short === undefined ? [] : [`-s ${short}`];
  const takes = value === undefined ? [] : [FILES.has(value) ? '-r -F' : '-x'];
  return line(when, ...letters, `-l ${long.slice(2)}`, ...takes, described(description));
}
