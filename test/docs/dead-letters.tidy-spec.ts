import { readFileSync } from 'node:fs';
import { deadLettersCommands } from '../../apps/relay/src/cli/dead-letters/dead-letters.commands.js';

/** What an option does besides choosing letters. */
const NO_CHOICE: ReadonlySet<string> = new Set(['--json', '--all']);

describe('docs/DEAD_LETTERS.md', () => {
  it('tells by which options each command chooses letters', () => {
    const sentence =
      /`show` wants an id, and takes (.+?); all others take (.+?), and those .+? `export`, (.+?) too/u;
    const page = readFileSync('docs/DEAD_LETTERS.md', 'utf8').replaceAll('\n', ' ');
    const [, ...told] = sentence.exec(page)!;
    const [ofShow, ofAll, ofSome] = told.map((part) => part.match(/--[a-z]+/gu)!);
    const wanted = deadLettersCommands.commands.map(({ name }) => {
      if (name === 'show') return [name, ofShow];
      return [name, name === 'list' ? ofAll : [...ofSome!, ...ofAll!]];
    });
    const real = deadLettersCommands.commands.map(({ name, options }) => {
      const flags = options.map(([syntax]) => syntax.split(' ')[0]!);
      return [name, flags.filter((flag) => !NO_CHOICE.has(flag))];
    });
    expect(real).toEqual(wanted);
  });
});
