import { PassingEvents, type LedgerReader } from '#event-buffer';
import type { KnownBridge } from '../../bridges/known-bridges.js';
import type { CliCommand, CliContext, CliOptions } from '../context/cli-context.js';
import { EXIT } from '../context/exit-code.js';
import { textOption } from '../listing/filter-options.js';
import { withBuffer } from '../context/with-buffer.js';
import { writeLines } from '../terminal/write-lines.js';
import { secondsOf } from './duration.js';
import { eventLine } from './event-line.js';
import { knownBridge } from './known-bridge.js';

const DURATION_MAX_S = 86_400;
const LIMIT_MAX = 1_000_000;

/** `tap`: a bridge's events, as they go into the buffer. */
export const tapCommand: CliCommand = {
  name: 'tap',
  summary: "a bridge's events as they pass",
  details: `Shows what is appended to the buffer from now on, after filters and choosing, and changes nothing; what
was dropped before is counted at the end, and \`why\` tells of single events. It shows what viewers
write, without control characters. It ends with --limit, --duration or Ctrl-C.

Exit codes: 0 something passed; 1 nothing did, or Redis cannot be read; 2 no such bridge, or a wrong
option.`,
  examples: [
    'live-relay tap shop',
    'live-relay tap shop --limit 10 --duration 5m',
    "live-relay tap shop --json --duration 30 | jq -r '.content | fromjson | .user.name'",
  ],
  arguments: [['[bridge]', 'its name (may be left out where there is one)']],
  options: [
    ['--bridge <name>', 'the same as an option'],
    ['--limit <n>', 'end after so many events'],
    ['--duration <time>', 'end after so long: 30 (seconds), 90s, 5m, 1h'],
    ['--json', 'a line of JSON for each event, exactly as it is reported'],
  ],
  run: async (options, context) => {
    const terms = termsOf(options);
    if (typeof terms === 'string') {
      await writeLines(context.stderr, [terms]);
      return EXIT.unusable;
    }
    return withBuffer(options, context, async (buffer) => {
      const bridge = await knownBridge(options, buffer, context);
      if (bridge === undefined) return EXIT.unusable;
      const { redis, keys, ledger } = buffer;
      const before = await rowOf(ledger, bridge);
      const passed = await follow(new PassingEvents(redis, keys, bridge.target), bridge, {
        ...terms,
        context,
      });
      await writeLines(context.stderr, [accountOf(passed, before, await rowOf(ledger, bridge))]);
      return passed > 0 ? EXIT.ok : EXIT.failed;
    });
  },
};

interface TapTerms {
  readonly limit: number;
  readonly durationMs: number;
  readonly json: boolean;
}

function termsOf(options: CliOptions): TapTerms | string {
  const [most, duration] = [textOption(options, 'limit'), textOption(options, 'duration')];
  const limit = most === undefined ? Infinity : Number(most);
  if (most !== undefined && !(Number.isInteger(limit) && limit >= 1 && limit <= LIMIT_MAX)) {
    return `--limit must be a whole number from 1 to ${LIMIT_MAX}`;
  }
  const seconds = duration === undefined ? Infinity : (secondsOf(duration) ?? 0);
  if (duration !== undefined && !(seconds > 0 && seconds <= DURATION_MAX_S)) {
    return '--duration must be more than 0 and at most a day: 30, 90s, 5m, 1h';
  }
  return { limit, durationMs: seconds * 1000, json: options['json'] === true };
}

async function follow(
  passing: PassingEvents,
  { bridge }: KnownBridge,
  { limit, durationMs, json, context }: TapTerms & { readonly context: CliContext },
): Promise<number> {
  const { stdout, stderr, stopped } = context;
  const until = performance.now() + durationMs;
  let passed = 0;
  await passing.start();
  if ((stderr as Partial<NodeJS.WriteStream>).isTTY === true) {
    await writeLines(stderr, [`events of ${bridge}, as they pass; Ctrl-C ends it`]);
  }
  while (passed < limit && !stopped.aborted && performance.now() < until) {
    const own = (await passing.next()).filter((one) => one.bridge === bridge);
    const shown = own.slice(0, limit - passed);
    const lines = shown.map(({ receivedAt, fragment }) => {
      return json ? fragment : eventLine(receivedAt, fragment);
    });
    passed += shown.length;
    if (!(await writeLines(stdout, lines))) break;
  }
  return passed;
}

type Row = Awaited<ReturnType<typeof rowOf>>;

async function rowOf(ledger: LedgerReader, { target, bridge }: KnownBridge) {
  return (await ledger.rowsOf(target)).find((row) => row.bridge === bridge);
}

function accountOf(passed: number, before: Row, after: Row): string {
  const dropped = Object.entries(after?.dropped ?? {}).flatMap(([reason, count]) => {
    const more = count - (before?.dropped[reason] ?? 0);
    return more > 0 ? [`${reason} ${more}`] : [];
  });
  const received = (after?.received ?? 0) - (before?.received ?? 0);
  const lost = dropped.length === 0 ? '' : `; dropped: ${dropped.join(', ')}`;
  return `${passed} events passed; meanwhile ${Math.max(received, passed)} were received${lost}`;
}
