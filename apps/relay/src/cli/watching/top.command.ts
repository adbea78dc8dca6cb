import { pause } from '#timing';
import { bridgeRates, TOP_ORDERS, type TopOrder } from '../../status/bridge-rates.js';
import type { RelayStatus } from '../../status/relay-status.js';
import { topTable } from '../../status/top-table.js';
import type { CliCommand, CliContext, CliOptions } from '../context/cli-context.js';
import { EXIT, type ExitCode } from '../context/exit-code.js';
import { textOption } from '../listing/filter-options.js';
import {
  redisSentence,
  withBuffer,
  type CliBuffer,
  type ConnectionErrors,
} from '../context/with-buffer.js';
import { writeLines } from '../terminal/write-lines.js';
import { secondsOf } from './duration.js';
import { InstallationStatus } from './installation-status.js';
import { pictureHead, terminalOf } from '../terminal/terminal.js';

const EVERY_DEFAULT_S = 2;
const EVERY_MIN_S = 0.2;
const EVERY_MAX_S = 3600;
const LIMIT_DEFAULT = 20;
const LIMIT_MAX = 100_000;

/** `top`: which bridges bring most, wait longest, or are in trouble. */
export const topCommand: CliCommand = {
  name: 'top',
  summary: 'the bridges as they run: events a second, ages, troubles',
  details: `Reads Redis: it needs no running relay, and tells of all processes together. The rates are what passed
between two looks. A terminal is drawn anew until Ctrl-C; a pipe gets one picture without colours, or
as many as --looks says. It fits the terminal, and 80 columns (COLUMNS) in a pipe.

Exit codes: 0 shown; 1 Redis cannot be read; 2 a wrong option.`,
  examples: [
    'live-relay top',
    'live-relay top --by rate --limit 10',
    "live-relay top --json --looks 1 | jq '.bridges[] | select(.troubles != [])'",
  ],
  options: [
    ['--by <order>', `${TOP_ORDERS.join(', ')} (default: trouble, then rate)`],
    ['--every <seconds>', `between two looks (default: ${EVERY_DEFAULT_S})`],
    ['--looks <n>', 'end after so many pictures (default: 1 in a pipe, none on a terminal)'],
    [
      '--limit <n>',
      `so many bridges (default: what fits the terminal, ${LIMIT_DEFAULT} in a pipe)`,
    ],
    ['--json', 'a line of JSON for each look, with every bridge'],
  ],
  run: async (options, context) => {
    const terms = termsOf(options, context);
    if (typeof terms === 'string') {
      await writeLines(context.stderr, [terms]);
      return EXIT.unusable;
    }
    const use = async (buffer: CliBuffer): Promise<ExitCode> => {
      return showTop(new InstallationStatus(buffer), terms, context, buffer.heard);
    };
    return withBuffer(options, context, use, terms.looks > 1);
  },
};

interface TopTerms {
  readonly order: TopOrder;
  readonly everyMs: number;
  readonly looks: number;
  /** Absent: what fits the terminal. */
  readonly limit: number | undefined;
  readonly json: boolean;
}

/** @returns a sentence where an option is wrong. */
function termsOf(options: CliOptions, context: CliContext): TopTerms | string {
  const { isTerminal } = terminalOf(context);
  const order = TOP_ORDERS.find((one) => one === (textOption(options, 'by') ?? TOP_ORDERS[0]));
  if (order === undefined) return `--by must be one of ${TOP_ORDERS.join(', ')}`;
  const every = secondsOf(textOption(options, 'every') ?? String(EVERY_DEFAULT_S));
  if (every === undefined || every < EVERY_MIN_S || every > EVERY_MAX_S) {
    return `--every must be from ${EVERY_MIN_S} to ${EVERY_MAX_S} seconds`;
  }
  const most = textOption(options, 'limit');
  const limit = most === undefined ? undefined : Number(most);
  const looks = textOption(options, 'looks');
  const pictures = looks === undefined ? (isTerminal ? Infinity : 1) : Number(looks);
  for (const [name, count, given] of [
    ['limit', limit ?? 0, most !== undefined],
    ['looks', pictures, looks !== undefined],
  ] as const) {
    if (given && !(Number.isInteger(count) && count >= 1 && count <= LIMIT_MAX)) {
      return `--${name} must be a whole number from 1 to ${LIMIT_MAX}`;
    }
  }
  const json = options['json'] === true;
  return { order, everyMs: every * 1000, looks: pictures, limit, json };
}

async function showTop(
  reader: InstallationStatus,
  { order, everyMs, looks, limit, json }: TopTerms,
  context: CliContext,
  heard: ConnectionErrors,
): Promise<ExitCode> {
  const { stdout, stderr, stopped } = context;
  let before: RelayStatus | undefined;
  let [shown, failed] = [0, 0];
  for (;;) {
    const { isTerminal, ...fit } = terminalOf(context);
    const most = limit ?? (fit.height === undefined ? LIMIT_DEFAULT : undefined);
    try {
      const now = await reader.read();
      if (before !== undefined) {
        const { at } = now;
        const bridges = bridgeRates(before, now, order);
        const lines = json
          ? [JSON.stringify({ at, missingRoles: now.missingRoles, bridges })]
          : topTable(now, bridges, { ...fit, limit: most });
        const head = json || looks === 1 ? '' : pictureHead(at, isTerminal);
        if (!(await writeLines(stdout, [head + lines.join('\n')]))) return EXIT.ok;
        if (++shown >= looks) return EXIT.ok;
      }
      before = now;
    } catch (error) {
      if (looks === 1) throw error;
      const at = new Date().toISOString();
      const sentence = `${at} ${redisSentence(error, heard.telling)}`;
      // A script that asks for some pictures must not wait for a Redis that stays away.
      const isLast = ++failed + shown >= looks;
      await writeLines(stderr, [isLast ? sentence : `${sentence} It is tried again.`]);
      if (isLast) return EXIT.failed;
    }
    await pause(everyMs, stopped);
    if (stopped.aborted) return EXIT.ok;
  }
}
