import type { BridgeConfig } from '#config';
import { stat } from 'node:fs/promises';
import { compareRuns, fragmentsOf, type ChangedEvent } from '../../what-if/compare-runs.js';
import { runFile, strangeLinesText, type RunOfFile } from '../../what-if/run-file.js';
import type { CliCommand, CliContext, CliOptions } from '../context/cli-context.js';
import { EXIT, type ExitCode } from '../context/exit-code.js';
import { textOption } from '../listing/filter-options.js';
import { shownText } from '../../listing/shown-text.js';
import { textFor } from '../../listing/terminal-text.js';
import { loadCliConfig } from '../context/load-cli-config.js';
import { bridgeOfFile } from './bridge-of-file.js';
import { writeLines } from '../terminal/write-lines.js';

const CHANGES_SHOWN_MAX = 200;

/** `what-if`: what another configuration would make of a recording. */
export const whatIfCommand: CliCommand = {
  name: 'what-if',
  summary: 'what another configuration would report of a recording, side by side',
  details: `Takes what \`record\` wrote, in the recording's own time, and connects to nothing: the bridge's decoder,
filter and \`choose\`. \`--config\` is the new configuration, \`--against\` the one that it is compared with. What only
a live installation has is not there: other bridges of the target, answers that wait, a full buffer.
\`--show before\` and \`--show after\` write the events themselves, one a line, as reports would hold them: under the
same configuration they are the same, byte for byte.

Exit codes: 0 done, whatever differs; 1 lines of the recording are no frames; 2 a wrong option, or a file that
cannot be read.`,
  examples: [
    'live-relay record --bridge shop > monday.jsonl',
    'live-relay what-if monday.jsonl --config new.yaml --against relay.yaml',
  ],
  arguments: [['<recording>', 'JSON Lines, as `record` writes them']],
  options: [
    [
      '--against <file>',
      'the configuration to compare with (default: relay.yaml, or RELAY_CONFIG)',
    ],
    ['--bridge <name>', 'as in both files (needed where there are several)'],
    ['--show <side>', 'before or after: the events that would be reported, and nothing else'],
    ['--json', 'one JSON document'],
  ],
  run: async (options, context) => {
    const sides = await runBoth(options, context);
    if (typeof sides === 'number') return sides;
    const { before, after } = sides;
    const show = textOption(options, 'show');
    if (show !== undefined) {
      const { stdout } = context;
      stdout.write(textFor(stdout, fragmentsOf(show === 'before' ? before.run : after.run)));
    } else {
      await writeLines(context.stdout, told(before, after, options['json'] === true));
    }
    const strange = strangeLinesText(after);
    if (strange === undefined) return EXIT.ok;
    await writeLines(context.stderr, [strange]);
    return EXIT.failed;
  },
};

async function runBoth(
  options: CliOptions,
  context: CliContext,
): Promise<{ readonly before: RunOfFile; readonly after: RunOfFile } | ExitCode> {
  const show = textOption(options, 'show');
  if (show !== undefined && show !== 'before' && show !== 'after') {
    await writeLines(context.stderr, ['--show must be before or after']);
    return EXIT.unusable;
  }
  const { environment, stderr } = context;
  const against = textOption(options, 'against') ?? (environment['RELAY_CONFIG'] || 'relay.yaml');
  if (against === '') {
    await writeLines(stderr, ['--against names no file']);
    return EXIT.unusable;
  }
  const recording = textOption(options, 'recording')!;
  if (await canBeReadOnce(recording)) {
    await writeLines(stderr, [
      `${recording} must be a file, for it is read twice: write it into one`,
    ]);
    return EXIT.unusable;
  }
  const runs: RunOfFile[] = [];
  for (const file of [against, options.config]) {
    const loaded = await loadCliConfig(file, context);
    if (loaded === undefined) return EXIT.failed;
    const bridge: BridgeConfig | undefined = await bridgeOfFile(options, loaded.config, context);
    if (bridge === undefined) return EXIT.unusable;
    try {
      runs.push(await runFile(recording, bridge, context.sources, context.stopped));
    } catch {
      await writeLines(stderr, [`${recording} cannot be read`]);
      return EXIT.unusable;
    }
  }
  return { before: runs[0]!, after: runs[1]! };
}

/** Whether nothing would be left of it for the second side, as of a pipe. */
async function canBeReadOnce(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && !found.isFile() && !found.isDirectory();
}

function told(before: RunOfFile, after: RunOfFile, isJson: boolean): string[] {
  const { counts, changed, isSame } = compareRuns(before.run, after.run);
  const { frames, events } = after.run;
  if (isJson) {
    const document = { frames, events: events.length, isSame, counts: Object.fromEntries(counts) };
    return [JSON.stringify({ ...document, changed })];
  }
  const shown = changed.slice(0, CHANGES_SHOWN_MAX);
  return [
    `${frames} frames, ${events.length} events`,
    ...columns([
      ['', 'before', 'after'],
      ...[...counts].map(([fate, both]) => [fate, String(both.before), String(both.after)]),
    ]),
    isSame ? 'The same is reported, byte for byte.' : `${changed.length} events change:`,
    ...shown.map(lineOf),
    ...(changed.length > shown.length
      ? [`… and ${changed.length - shown.length} more (--json)`]
      : []),
  ];
}

function lineOf({ at, type, name, text, before, after, other }: ChangedEvent): string {
  const sign = after === 'reported' ? '+' : '-';
  const who = name === undefined ? '' : ` ${shownText(name)}`;
  const what = text === undefined ? '' : `: ${shownText(text)}`;
  const over = other === undefined ? '' : ` (${shownText(other)})`;
  const time = new Date(at).toISOString();
  return `${sign} ${time} ${type}${who}${what}  ${before ?? 'none'} → ${after ?? 'none'}${over}`;
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = [0, 1, 2].map((at) => Math.max(...rows.map((row) => row[at]!.length)));
  return rows.map(([fate = '', ...counts]) => {
    const cells = counts.map((count, index) => count.padStart(widths[index + 1]! + 2));
    return `  ${fate.padEnd(widths[0]!)}${cells.join('')}`;
  });
}
