import { readFileSync } from 'node:fs';
import { PassThrough, Readable } from 'node:stream';
import { SOURCE_TYPES, SourceCatalogue } from '#platforms';
import { decodeCommand } from '../../apps/relay/src/cli/recording/decode.command.js';
import { runCommandLine } from '../../apps/relay/src/cli/program.js';
import { CHINESE_SOURCES } from './frames/chinese-frames.js';
import { TOOL_SOURCES } from './frames/tool-frames.js';
import { DOUYIN_SOURCES } from './frames/douyin-frames.js';
import { MANY_SITE_SOURCES } from './frames/many-sites-frames.js';
import { lineOf, type DocumentedSource } from './frames/reported.js';
import { WESTERN_SOURCES } from './frames/western-frames.js';

const ALL: readonly DocumentedSource[] = [
  ...CHINESE_SOURCES,
  ...DOUYIN_SOURCES,
  ...MANY_SITE_SOURCES,
  ...WESTERN_SOURCES,
  ...TOOL_SOURCES,
];

interface Decoded {
  readonly code: number;
  /** With `0` for the time of receipt. */
  readonly lines: readonly string[];
  readonly stderr: string;
}

async function decode({ type, options = {}, frames }: DocumentedSource): Promise<Decoded> {
  const input = frames.map(({ frame }) => {
    return typeof frame === 'string' ? frame : `base64:${frame.toString('base64')}`;
  });
  const outputs = { stdout: new PassThrough(), stderr: new PassThrough() };
  const startedAt = Date.now();
  const args = ['decode', '--strict', '--source', type, '--options', JSON.stringify(options)];
  const code = await runCommandLine(args, [decodeCommand], {
    stdin: Readable.from([Buffer.from(`${input.join('\n')}\n`)]),
    ...outputs,
    version: '0',
    environment: {},
    sources: new SourceCatalogue(),
    stopped: new AbortController().signal,
  });
  const lines = textOf(outputs.stdout).split('\n').slice(0, -1);
  const received = /(?<=^\{"timestamp":)\d+/;
  const timeless = lines.map((line) =>
    line.replace(received, (at) => (Number(at) >= startedAt ? '0' : at)),
  );
  return { code, lines: timeless, stderr: textOf(outputs.stderr) };
}

function textOf(output: PassThrough): string {
  return (output.read() as Buffer | null)?.toString() ?? '';
}

describe('live-relay decode', () => {
  it.each(ALL)('reads what $type documents, as it would be reported', async (source) => {
    const { code, lines, stderr } = await decode(source);
    expect(lines).toEqual(source.frames.flatMap(({ reported }) => reported.map(lineOf)));
    expect(stderr).not.toContain('not understood');
    expect(code).toBe(0);
  });

  it.each(ALL)('names each frame of $type that gives no event', async (source) => {
    const { stderr } = await decode(source);
    const remarks = stderr.split('\n').slice(0, -1);
    const silent = source.frames.flatMap(({ reported }, at) => {
      return reported.length === 0 ? [`line ${at + 1}: ignored: `] : [];
    });
    for (const head of silent) expect(remarks).toContainEqual(expect.stringContaining(head));
    // What an aggregator puts into one frame may be part event, part not.
    expect(remarks.length).toBeGreaterThanOrEqual(silent.length);
  });

  it('reads frames of every source type', () => {
    expect(ALL.map(({ type }) => type).sort()).toEqual([...SOURCE_TYPES].sort());
  });
});

describe('docs/sources/README.md', () => {
  const readme = readFileSync('docs/sources/README.md', 'utf8');
  const given = new Map(
    readme
      .split('\n')
      .map((row) => row.split('|').map((cell) => cell.trim()))
      .filter(([, name = '', comment]) => /^`[a-z-]+`$/.test(name) && comment !== undefined)
      .map(([, name = '', ...cells]) => [name.slice(1, -1), cells.slice(0, 6)] as const),
  );

  it.each(ALL)('says which events $type gives, and which it does not', ({ type, frames }) => {
    const decoded = new Set(frames.flatMap(({ reported }) => reported.map((event) => event.type)));
    const told = given.get(type)?.map((cell) => cell !== '–');
    expect(told).toEqual(([1, 2, 3, 4, 5, 6] as const).map((event) => decoded.has(event)));
  });
});
