import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VERSION } from '#agent';
import {
  completionScript,
  SHELLS,
  type Shell,
} from '../../apps/relay/src/cli/reference/completion.js';
import {
  outlineOf,
  type CommandOutline,
} from '../../apps/relay/src/cli/reference/command-outline.js';
import { manPage } from '../../apps/relay/src/cli/reference/man-page.js';
import {
  PROGRAM_DESCRIPTION,
  PROGRAM_DETAILS,
  runCommandLine,
} from '../../apps/relay/src/cli/program.js';
import type { CliCommand, CliContext } from '../../apps/relay/src/cli/context/cli-context.js';
import { COMMANDS } from '../../apps/relay/src/cli/commands.js';
import { tablesOf } from '../docs/tables.js';

/** Every command that can be run, by what is typed. */
async function runnable(): Promise<readonly (readonly [name: string, command: CliCommand])[]> {
  const found: (readonly [string, CliCommand])[] = [];
  for (const { load } of COMMANDS) {
    const loaded = await load();
    if ('run' in loaded) found.push([loaded.name, loaded]);
    else {
      if (loaded.itself !== undefined) found.push([loaded.name, loaded.itself]);
      found.push(...loaded.commands.map((one) => [`${loaded.name} ${one.name}`, one] as const));
    }
  }
  return found;
}

/** The options that a line of a shell gives to our own program. */
function optionsOf(example: string): string[] {
  const own = /live-relay ([^|>&]*)/u.exec(example)?.[1] ?? '';
  const bare = own.replaceAll(/"[^"]*"|'[^']*'/gu, '');
  return [...bare.matchAll(/(?<= )--[a-z-]+/gu)].map(([option]) => option);
}

describe('the help of the commands', () => {
  it('has an example for each command, with options that it has', async () => {
    for (const [name, { examples, options }] of await runnable()) {
      const known = options.map(([flags]) => /--[a-z-]+/u.exec(flags)![0]);
      expect({ name, some: examples.some((one) => one.includes(`live-relay ${name}`)) }).toEqual({
        name,
        some: true,
      });
      const given = examples
        .filter((one) => one.includes(`live-relay ${name}`))
        .flatMap((one) => optionsOf(one));
      expect([...known, '--config']).toEqual(expect.arrayContaining([...new Set(given)]));
    }
  });

  it('fits 80 columns, and has examples, for each command and group', async () => {
    const outline = await outlineOf(COMMANDS);
    const paths = outline.map(({ path }) => path);
    for (const path of ['', ...paths]) {
      let said = '';
      const stdout = { write: (text: string) => void (said += text) };
      const context = { stdout, stderr: stdout, environment: {}, version: VERSION };
      const words = [...path.split(' ').filter((word) => word !== ''), '--help'];
      await runCommandLine(words, COMMANDS, context as unknown as CliContext);
      expect(said.split('\n').filter((line) => line.length > 80)).toEqual([]);
      expect({ path, shows: /\nExamples:\n {2}.*live-relay /u.test(said) }).toEqual({
        path,
        shows: path !== '',
      });
    }
    expect(paths).toEqual(expect.arrayContaining(['targets', 'targets hold', 'status']));
  });

  it('tells the exit codes of each command, as docs/ERRORS.md does', async () => {
    const table = tablesOf(readFileSync('docs/ERRORS.md', 'utf8')).get('What commands exit with')!;
    const rows = new Map(table.map(([name, ...codes]) => [name, codes]));
    for (const [name, { details }] of await runnable()) {
      const [, one, two] = rows.get(name)!;
      const told = [
        /Exit codes: 0 /u.test(details),
        /[;,\s]1 /u.test(details),
        / 2 |\n2 /u.test(details),
      ];
      // What is wrong with any command is told once, for all of them.
      const isOwn = two !== 'a wrong option';
      expect([name, told[0], told[1] || one === '–', told[2] || !isOwn]).toEqual([
        name,
        true,
        true,
        true,
      ]);
    }
  });
});

/** Shows what a shell would offer for the last of some words: one offer a line, as the shell tells it. */
const TRIES: Readonly<Record<Shell, (script: string, words: readonly string[]) => string[]>> = {
  bash: (script, words) => [
    '-c',
    'source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _live_relay; printf "%s\\n" "${COMPREPLY[@]}"',
    script,
    ...words,
  ],
  zsh: (script, words) => [
    '-fc',
    'compdef() {}; _describe() { print -rl -- ${(P)2} }; _files() { ls }; source $0; words=("$@"); CURRENT=$#; _live_relay || true',
    script,
    ...words,
  ],
  fish: (script, words) => ['-c', `source ${script}; complete -C '${words.join(' ')}'`],
};

function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

describe('the completion', () => {
  let folder: string;
  let outline: readonly CommandOutline[];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'live-relay-completion-'));
    outline = await outlineOf(COMMANDS);
    for (const shell of SHELLS) {
      writeFileSync(join(folder, shell), completionScript(shell, outline));
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** What a shell offers in each of several places, each a shell of its own. */
  function offered(shell: Shell, places: readonly (readonly string[])[]): string[][] {
    const commands = places.map((words) => {
      const args = TRIES[shell](join(folder, shell), ['live-relay', ...words]);
      return [shell, ...args].map(quoted).join(' ');
    });
    // A small process starts them: to fork this one, which is large, takes longer than all that they do.
    const script = `set -e\n${commands.join("\nprintf '\\0'\n")}`;
    const said = execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0');
    expect(said).toHaveLength(places.length);
    return said.map((text, i) => {
      return text
        .split('\n')
        .map((line) => line.split(shell === 'zsh' ? ':' : '\t')[0]!)
        .filter((word) => word !== '' && word.startsWith(places[i]!.at(-1)!));
    });
  }

  it.each(SHELLS)(
    'of %s offers every command, the options of each, and nothing in place of a value',
    (shell) => {
      const names = COMMANDS.map(({ name }) => name);
      const [all, stat, limit] = offered(shell, [
        [''],
        ['--config', 'x.yaml', 'stat'],
        ['tap', '--limit', 'q'],
      ]);
      expect(all).toEqual(expect.arrayContaining(names));
      expect([stat, limit]).toEqual([['status'], []]);
      const flags = offered(
        shell,
        outline.map(({ path }) => [...path.split(' '), '--']),
      );
      const deeper = offered(
        shell,
        outline.map(({ path }) => [path.split(' ')[0]!, '']),
      );
      for (const [i, { options, within }] of outline.entries()) {
        const known = options.map(({ long }) => long);
        expect(flags[i]).toEqual(expect.arrayContaining([...known, '--config', '--help']));
        expect(flags[i]).toHaveLength(known.length + 2);
        expect(deeper[i]).toEqual(expect.arrayContaining(within.map(([name]) => name)));
      }
    },
  );

  it('of bash offers files whole whose names hold blanks, also behind an equals sign', () => {
    const place = mkdtempSync(join(folder, 'files-'));
    for (const name of ['my frames.jsonl', '我的 录制.jsonl', 'status']) {
      writeFileSync(join(place, name), '');
    }
    const offeredIn = (words: readonly string[]): string => {
      const args = TRIES.bash(join(folder, 'bash'), ['live-relay', ...words]);
      return execFileSync('bash', args, { cwd: place, encoding: 'utf8' }).trimEnd();
    };
    expect(offeredIn(['replay', 'my'])).toBe('my frames.jsonl');
    expect(offeredIn(['check', '--config', '我'])).toBe('我的 录制.jsonl');
    // Bash takes --config=my for three words.
    expect(offeredIn(['check', '--config', '=', 'my'])).toBe('my frames.jsonl');
    expect(offeredIn(['check', '--config', '=']).split('\n')).toHaveLength(3);
    expect(offeredIn(['--config', '=', 'x.yaml', 'targets', 'h'])).toBe('hold');
    expect(offeredIn(['tap', '--limit', '=', ''])).toBe('');
  });

  it('has every command and option in each of its scripts', () => {
    for (const shell of SHELLS) {
      const script = completionScript(shell, outline);
      for (const { path, options } of outline) {
        expect(script).toContain(path.split(' ').at(-1)!);
        for (const { long } of options) expect(script).toContain(long.slice(2));
      }
    }
  });
});

describe('the manual', () => {
  it('is docs/live-relay.1, word for word: live-relay man > docs/live-relay.1', async () => {
    const terms = { description: PROGRAM_DESCRIPTION, details: PROGRAM_DETAILS, version: VERSION };
    expect(readFileSync('docs/live-relay.1', 'utf8')).toBe(
      manPage(await outlineOf(COMMANDS), terms),
    );
  });

  it('is roff in which no text of ours becomes a macro', async () => {
    const hostile = {
      path: 'x',
      summary: '.so /etc/passwd',
      details: '\'br\n.sh\n\n\\fB "quoted" 中文',
      examples: ['.x "y"'],
      options: [],
      arguments: [],
      within: [],
    };
    const page = manPage([hostile], { description: 'd', details: 'e', version: '1' });
    expect(page).toMatch(/^[\n -~]*$/u);
    expect(page).toContain('\\&.so /etc/passwd');
    expect(page).toContain("\\&'br\n\\&.sh");
    expect(page).toContain('\\efB');
  });
});
