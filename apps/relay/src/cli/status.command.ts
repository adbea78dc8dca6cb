import type { LedgerReader } from '#event-buffer';
import { LedgerStatusReader } from '../status/ledger-status.reader.js';
import { statusTable } from '../status/status-table.js';
import type { CliCommand, CliContext } from './cli-context.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { withBuffer } from './with-buffer.js';
import { writeLines } from './write-lines.js';

const WATCH_EVERY_MS = 1000;
const CLEAR_SCREEN = '\u001B[H\u001B[2J';

/** `status`: the ledger, and the state of every bridge and target. */
export const statusCommand: CliCommand = {
  name: 'status',
  summary: 'the ledger, and the state of every bridge and target',
  details: `Reads Redis: it needs no running relay, and tells of all processes together.

Exit codes: 0 the ledger balances; 1 Redis cannot be read, or events are unaccounted for.`,
  options: [
    ['--json', 'one JSON document (a line each time with --watch)'],
    ['--watch', 'again every second, until it is interrupted'],
  ],
  run: async (options, context) => {
    const { json, watch } = options;
    const show = { json: json === true, watch: watch === true };
    return withBuffer(options, context, async ({ ledger }) => showStatus(ledger, context, show));
  },
};

async function showStatus(
  ledger: LedgerReader,
  context: CliContext,
  show: { readonly json: boolean; readonly watch: boolean },
): Promise<ExitCode> {
  const reader = new LedgerStatusReader(ledger);
  for (;;) {
    const status = await reader.read();
    const lines = show.json ? [JSON.stringify(status)] : statusTable(status);
    const clear = show.watch && !show.json ? CLEAR_SCREEN : '';
    const read = await writeLines(context.stdout, [clear + lines.join('\n')]);
    const balanced = status.totals.unaccounted === 0;
    if (!show.watch || !read) return balanced ? EXIT.ok : EXIT.failed;
    await pause(WATCH_EVERY_MS, context.stopped);
    if (context.stopped.aborted) return EXIT.ok;
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
