import { readFileSync } from 'node:fs';
import { BUFFER_SCRIPTS } from '../../libs/event-buffer/src/redis/buffer-redis.js';
import { QUEUE_SCRIPTS } from '../../libs/event-buffer/src/queue/report-queue.js';
import type { ScriptDefinition } from '../../libs/event-buffer/src/scripts/define-script.js';
import { treeFiles } from './tree-files.js';

const FOLDER = 'libs/event-buffer/src/scripts';

/** A script: its definition, and its parsed header comment. */
export interface ScriptFile {
  readonly name: string;
  readonly script: ScriptDefinition<Record<string, unknown>>;
  readonly header: ScriptHeader;
}

export interface ScriptHeader {
  readonly keys: readonly string[];
  readonly hasMoreKeys: boolean;
  /** The name and the description of each argument, by number from 1. */
  readonly args: ReadonlyMap<number, { readonly name: string; readonly text: string }>;
  /** The description of the variable arguments after those; empty: there are none. */
  readonly moreArgs: string;
}

/** A Lua text with the comment above it. */
interface Part {
  readonly comment: string;
  readonly template: string;
}

/** Every script of the relay. */
export function readScripts(): ScriptFile[] {
  const files = treeFiles([FOLDER]).filter((path) => path.endsWith('.lua.ts'));
  const texts = files.map((path) => readFileSync(path, 'utf8'));
  const all = { ...BUFFER_SCRIPTS, ...QUEUE_SCRIPTS } as unknown as Record<
    string,
    ScriptFile['script']
  >;
  return Object.entries(all).map(([name, script]) => {
    const text = texts.find((one) => one.includes(`export const ${name} = defineScript`))!;
    const [, lua = ''] = new RegExp(`export const ${name} = [^]*?\\blua: (\\w+)`).exec(text)!;
    return { name, script, header: headerOf(commentsOf(lua, text, texts)) };
  });
}

/** The Lua texts that scripts include, such as a common beginning. */
export async function sharedParts(): Promise<string[]> {
  const paths = treeFiles([FOLDER]).filter((path) => path.endsWith('.lua.ts'));
  const modules = await Promise.all(
    paths.map(async (path) => import(`../../${path.replace(/ts$/u, 'js')}`) as Promise<object>),
  );
  const exported = modules.flatMap((one) => Object.values(one) as unknown[]);
  return exported.filter((one) => typeof one === 'string');
}

function partOf(name: string, text: string): Part | undefined {
  const pattern = new RegExp(
    `(?:/\\*\\*((?:(?!\\*/)[^])*)\\*/\\n)?(?:export )?const ${name} = (?:\\w+\\()?\`([^\`]*)\``,
  );
  const [, comment = '', template] = pattern.exec(text) ?? [];
  return template === undefined ? undefined : { comment, template };
}

/** The comment of a script, and those of the parts that it includes. */
function commentsOf(name: string, text: string, texts: readonly string[]): string[] {
  const part = partOf(name, text) ?? texts.map((one) => partOf(name, one)).find(Boolean);
  if (part === undefined) return [];
  const names = [...part.template.matchAll(/\$\{([A-Z_]+)\}/g)].map(([, one = '']) => one);
  return [part.comment, ...names.flatMap((one) => commentsOf(one, text, texts))];
}

function headerOf(comments: readonly string[]): ScriptHeader {
  const lines = comments
    .join('\n')
    .split('\n')
    .map((line) => line.replace(/^ \* ?/, ''));
  const keys = blockOf('KEYS', lines);
  const args = blockOf('ARGV', lines);
  const [fixedKeys = ''] = keys.split(/(?:, |^)then /);
  const [fixedArgs = '', ...more] = args.split(/(?:   |\n|^)then /);
  const named = [...fixedArgs.matchAll(/(?<=^|\s)(\d+) (\w+)(?:: ([^]*?))?(?=   \d|\n\d|$)/g)];
  return {
    keys: fixedKeys.split(/,\s+/).filter((name) => name !== ''),
    hasMoreKeys: /(?:, |^)then /.test(keys),
    args: new Map(named.map(([, at, name = '', text = '']) => [Number(at), { name, text }])),
    moreArgs: more.join('\n'),
  };
}

/** The text behind a word, with the indented lines below it. */
function blockOf(word: string, lines: readonly string[]): string {
  const from = lines.findIndex((line) => line.startsWith(`${word} `));
  if (from === -1) return '';
  const below = lines.slice(from + 1);
  const end = below.findIndex((line) => !/^ {7}\S/.test(line));
  const block = [lines[from]!.slice(word.length), ...below.slice(0, end === -1 ? undefined : end)];
  return block.map((line) => line.trim()).join('\n');
}
