import { writeRefusal, type RedisTrouble } from '#event-buffer';
import { pause } from '#timing';
import { statusTable } from '../../status/status-table.js';
import type { CliCommand, CliContext } from '../context/cli-context.js';
import { EXIT, type ExitCode } from '../context/exit-code.js';
import { pictureHead, terminalOf } from '../terminal/terminal.js';
import {
  redisSentence,
  withBuffer,
  type CliBuffer,
  type ConnectionErrors,
} from '../context/with-buffer.js';
import { writeLines } from '../terminal/write-lines.js';
import { InstallationStatus } from './installation-status.js';

const WATCH_EVERY_MS = 1000;

/** `status`: the ledger, and the state of every bridge and target. */
export const statusCommand: CliCommand = {
  name: 'status',
  summary: 'the ledger, and the state of every bridge and target',
  details: `Reads Redis: it needs no running relay, and tells of all processes together, what is wrong
first. --watch goes on while Redis is away, and says so. It fits the terminal, and 80 columns (COLUMNS) in a
pipe, where there are no colours; nothing is cut.

Exit codes: 0 the ledger balances; 1 Redis cannot be read or takes no writes, or events are unaccounted for.`,
  examples: [
    'live-relay status',
    'live-relay status --watch',
    'live-relay status --json | jq .totals',
  ],
  options: [
    ['--json', 'one JSON document (a line each time with --watch)'],
    ['--watch', 'again every second, until it is interrupted'],
  ],
  run: async (options, context) => {
    const { json, watch } = options;
    const show = { json: json === true, watch: watch === true };
    const use = async (buffer: CliBuffer): Promise<ExitCode> => {
      const { redis, keys, heard } = buffer;
      const reader = new InstallationStatus(buffer);
      const refusal = async () => writeRefusal(redis, keys, 'status');
      return showStatus(reader, { refusal, heard }, context, show);
    };
    return withBuffer(options, context, use, show.watch);
  },
};

async function showStatus(
  reader: InstallationStatus,
  redis: {
    readonly refusal: () => Promise<RedisTrouble | undefined>;
    readonly heard: ConnectionErrors;
  },
  context: CliContext,
  show: { readonly json: boolean; readonly watch: boolean },
): Promise<ExitCode> {
  const { stdout, stderr, stopped } = context;
  const terminal = terminalOf(context);
  for (;;) {
    try {
      const status = { ...(await reader.read()), redis: await redis.refusal() };
      const lines = show.json ? [JSON.stringify(status)] : statusTable(status, terminal);
      const head = show.watch && !show.json ? pictureHead(status.at, terminal.isTerminal) : '';
      const isShown = await writeLines(stdout, [head + lines.join('\n')]);
      const isRead = status.targets.every(({ state }) => state !== 'unreadable');
      const isWell = isRead && status.totals.unaccounted === 0 && status.redis === undefined;
      if (!show.watch || !isShown) return isWell ? EXIT.ok : EXIT.failed;
    } catch (error) {
      if (!show.watch) throw error;
      // `--watch` goes on while Redis is away, to show when that is over.
      const now = new Date().toISOString();
      await writeLines(stderr, [
        `${now} ${redisSentence(error, redis.heard.telling)} It is tried again.`,
      ]);
    }
    await pause(WATCH_EVERY_MS, stopped);
    if (stopped.aborted) return EXIT.ok;
  }
}
