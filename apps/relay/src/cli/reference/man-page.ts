import { COMMON_OPTIONS, type CommandOutline, type OptionOutline } from './command-outline.js';

/** What the manual tells beside the commands. */
export interface ManualTerms {
  readonly description: string;
  readonly version: string;
  /** What the help of the program says below its commands. */
  readonly details: string;
}

/**
 * The manual, section 1, in roff's macros (man(7)).
 *
 * @see https://man7.org/linux/man-pages/man7/man.7.html
 */
export function manPage(
  commands: readonly CommandOutline[],
  { description, version, details }: ManualTerms,
): string {
  return `${[
    '.\\" Written by `live-relay man`; a test compares them.',
    `.TH LIVE-RELAY 1 "" "live-relay ${version}" "User Commands"`,
    '.SH NAME',
    'live\\-relay \\- carries live\\-chat events to Huawei Cloud MetaStudio',
    '.SH SYNOPSIS',
    '.B live\\-relay',
    '.RB [ \\-\\-config',
    '.IR file ]',
    '.I command',
    '.RI [ options ]',
    '.SH DESCRIPTION',
    ...paragraphs(description),
    '.SH OPTIONS',
    ...COMMON_OPTIONS.flatMap(optionLines),
    '.TP',
    '.B \\-\\-version',
    'the version',
    '.SH COMMANDS',
    ...commands.flatMap(commandLines),
    '.SH ENVIRONMENT AND EXIT STATUS',
    ...paragraphs(details),
    '.SH SEE ALSO',
    'docs/CONFIG.md, docs/ERRORS.md and docs/RUNBOOK.md of the package',
  ].join('\n')}\n`;
}

function commandLines(command: CommandOutline): string[] {
  const { path, summary, details, options, arguments: following, examples } = command;
  const syntax = following.map(([one]) => ` ${one}`).join('');
  return [
    `.SS ${quoted(`live-relay ${path}${syntax}`)}`,
    ...paragraphs(`${summary[0]!.toUpperCase()}${summary.slice(1)}.`),
    ...paragraphs(details),
    ...following.flatMap(([name, text]) => ['.TP', `.I ${quoted(name)}`, escaped(text)]),
    ...options.flatMap(optionLines),
    ...(examples.length === 0 ? [] : ['.PP', 'Examples:', '.PP', '.nf', '.RS']),
    ...examples.map(escaped),
    ...(examples.length === 0 ? [] : ['.RE', '.fi']),
  ];
}

function optionLines({ flags, description, isRequired }: OptionOutline): string[] {
  return [
    '.TP',
    `.B ${quoted(flags)}`,
    escaped(isRequired ? `${description} (needed)` : description),
  ];
}

function paragraphs(text: string): string[] {
  return text
    .trim()
    .split(/\n\s*\n/u)
    .filter((one) => one !== '')
    .flatMap((one) => ['.PP', ...one.split('\n').map((line) => escaped(line.trim()))]);
}

/** Escapes a text, so that nothing of it is a request to roff, and its hyphens can be copied. */
function escaped(text: string): string {
  const plain = Array.from(text, (letter) => ESCAPES[letter] ?? asciiOf(letter)).join('');
  return /^[.']/u.test(plain) ? `\\&${plain}` : plain;
}

/** An argument of a macro. */
function quoted(text: string): string {
  return `"${escaped(text).replaceAll('"', '""')}"`;
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\e', '-': '\\-' };

/** Not every roff reads UTF-8. */
function asciiOf(letter: string): string {
  const code = letter.codePointAt(0)!;
  return code < 128 ? letter : `\\[u${code.toString(16).toUpperCase().padStart(4, '0')}]`;
}
