import type { BridgeConfig } from '#config';
import { targetOf } from '../../bridges/target-of.js';
import { TEST_TYPES, testEventOf, type TestEvent } from '../../recording/test-event.js';
import type { CliCommand, CliOptions } from '../context/cli-context.js';
import { confirmed, YES_OPTION } from '../terminal/confirm.js';
import { EXIT } from '../context/exit-code.js';
import { textOption } from '../listing/filter-options.js';
import { installedBridge } from '../recording/installed-bridge.js';
import { withBuffer } from '../context/with-buffer.js';
import { writeLines } from '../terminal/write-lines.js';
import { secondsOf } from './duration.js';
import { sendTestEvent } from './send-test-event.js';

const WAIT_DEFAULT_S = 30;
const WAIT_MAX_S = 3600;

/** `test-event`: one event through a bridge, as if a viewer had done something. */
export const testEventCommand: CliCommand = {
  name: 'test-event',
  summary: 'send one event through a bridge, as if a viewer had done it',
  details: `The event is a real one: it goes through the filter of a bridge into its target's buffer, is counted
in the ledger, and a running reporter sends it to MetaStudio, which has no test events: where a live
job runs, its rules may answer it, and viewers hear that. So it asks first, unless --yes is given.
It is not held back by \`choose\`, and may be sent while the relay runs or before the chat does.
Then it waits until the event is reported and says so, or why it is not.

Exit codes: 0 MetaStudio accepted it; 1 it was not sent, or not accepted in time; 2 no such bridge, or a
wrong option.`,
  examples: [
    'live-relay test-event shop',
    'live-relay test-event shop --text "How much is it?" --user Kim --yes',
    'live-relay test-event shop --type gift --gift Rose --count 3 --yes',
  ],
  arguments: [['[bridge]', 'its name (may be left out where the file has one)']],
  options: [
    ['--bridge <name>', 'the same as an option'],
    ['--type <type>', 'comment, enter, like, gift or follow (default: comment)'],
    ['--text <text>', 'what the comment says'],
    ['--user <name>', 'the name on display (default: live-relay)'],
    ['--gift <name>', 'what is given (default: live-relay)'],
    ['--count <n>', 'how many are given (default: 1)'],
    ['--wait <time>', `for its report, so long (default: ${WAIT_DEFAULT_S}s)`],
    YES_OPTION,
  ],
  run: async (options, context) => {
    const event = eventOf(options);
    const wait = secondsOf(textOption(options, 'wait') ?? String(WAIT_DEFAULT_S));
    const problem =
      typeof event === 'string'
        ? event
        : wait === undefined || wait > WAIT_MAX_S
          ? '--wait must be at most an hour: 30, 90s, 5m'
          : undefined;
    if (problem !== undefined) {
      await writeLines(context.stderr, [problem]);
      return EXIT.unusable;
    }
    return withBuffer(options, context, async (buffer) => {
      const bridge = await installedBridge(options, buffer, context);
      if (bridge === undefined) return EXIT.unusable;
      if (!(await confirmed(questionOf(bridge), options, context))) return EXIT.failed;
      return sendTestEvent(buffer, bridge, event as TestEvent, { waitMs: wait! * 1000, context });
    });
  },
};

/** @returns a sentence where an option is wrong. */
function eventOf(options: CliOptions): TestEvent | string {
  const type = TEST_TYPES.find((one) => one === (textOption(options, 'type') ?? 'comment'));
  if (type === undefined) return `--type must be one of ${TEST_TYPES.join(', ')}`;
  const count = Number(textOption(options, 'count') ?? 1);
  if (!(Number.isInteger(count) && count >= 1 && count <= COUNT_MAX)) {
    return `--count must be a whole number from 1 to ${COUNT_MAX}`;
  }
  const [text, user, gift] = ['text', 'user', 'gift'].map((name) => textOption(options, name));
  // Another event than was meant would be heard by viewers.
  const isOfGift = gift !== undefined || options['count'] !== undefined;
  if (isOfGift && type !== 'gift') return '--gift and --count go with --type gift';
  if (text !== undefined && type !== 'comment') return '--text goes with --type comment';
  return testEventOf({ type, text, user, gift, count }) ?? '--text must say something';
}

const COUNT_MAX = 1_000_000;

function questionOf({ name, target }: BridgeConfig): string {
  return (
    `This event goes to MetaStudio for ${targetOf(target)} as if a viewer of ${name} had done it. ` +
    'It has no test events: where a live job runs, the virtual human may answer, and viewers hear it.'
  );
}
