import { readOpenBridges } from '../../bridges/read-known-bridges.js';
import { QuietAccesses } from '../../projects/access/quiet-accesses.js';
import { RoomRules } from '../../projects/rooms/room-rules.js';
import { takeoverTermsOf } from '../../takeover/takeover-terms.js';
import { Trails } from '../../trail/trails.js';
import type { Meeting } from '#rules';
import { reasonWords } from '../../trail/reason-words.js';
import type { ToldEvent } from '../../trail/trail-reader.js';
import type { CliCommand } from '../context/cli-context.js';
import { EXIT } from '../context/exit-code.js';
import { textOption } from '../listing/filter-options.js';
import { shownText } from '../../listing/shown-text.js';
import { withBuffer } from '../context/with-buffer.js';
import { namedTarget } from '../targets/named-target.js';
import { writeLines } from '../terminal/write-lines.js';

const SHOWN_DEFAULT = 20;
const SHOWN_MAX = 500;

/** `why`: what became of single events of the last minutes, and why. */
export const whyCommand: CliCommand = {
  name: 'why',
  summary: 'why a comment or a user was reported, or was not',
  details: `Reads the trail of the last ten minutes in Redis (\`trail\` in the file; by default of targets that
choose, or that the console of the same process shows): received, filtered by which rule, the repeat of what,
chosen over what, waiting, reported when and with how many others, dead. Of what was reported it tells which rule of the room it meets, or none, by our
reading of the published rules. Several words need quotes.

Exit codes: 0 something is told; 1 nothing is told of it, or Redis cannot be read; 2 what was asked
cannot be.`,
  examples: [
    'live-relay why',
    'live-relay why "how much is it"',
    'live-relay why douyin_1234567 --limit 5',
  ],
  arguments: [['[text]', "a part of a comment or of a name, or a user's id; without: the last"]],
  options: [
    ['--target <target>', 'of one target, as `status` shows it'],
    ['--limit <n>', `so many events, at most ${SHOWN_MAX} (default ${SHOWN_DEFAULT})`],
    ['--json', 'one JSON document'],
  ],
  run: async (options, context) =>
    withBuffer(options, context, async (buffer) => {
      const { config, redis, keys, ledger } = buffer;
      const { stdout, stderr } = context;
      const limit = Number(textOption(options, 'limit') ?? SHOWN_DEFAULT);
      if (!Number.isInteger(limit) || limit < 1 || limit > SHOWN_MAX) {
        await writeLines(stderr, [`--limit takes a whole number from 1 to ${SHOWN_MAX}`]);
        return EXIT.unusable;
      }
      const target = textOption(options, 'target');
      const isKnown =
        target === undefined || (await namedTarget(options, buffer, context)) !== undefined;
      if (!isKnown) return EXIT.unusable;
      const { stateKey } = config.process;
      const accesses = new QuietAccesses(config.projects, config.process.proxy);
      const targets = (await readOpenBridges(buffer)).map((bridge) => bridge.target);
      const rules = new RoomRules({
        accessOf: (project) => accesses.of(project),
        appUserOf: (known) => takeoverTermsOf(known, targets).appUserId,
      });
      const trails = new Trails({ redis, keys, ledger, config: config.trail, stateKey, rules });
      const asked = { text: textOption(options, 'text'), target };
      const told = await trails.told({ ...asked, limit });
      await accesses.close();
      if (options['json'] === true) {
        await writeLines(stdout, [JSON.stringify(told)]);
        return told.events.length > 0 ? EXIT.ok : EXIT.failed;
      }
      await writeLines(stdout, told.events.flatMap(linesOf));
      if (told.events.length > 0) return EXIT.ok;
      await writeLines(stderr, [told.isKept ? NOTHING_TOLD : NO_TRAIL]);
      return EXIT.failed;
    }),
};

const NOTHING_TOLD =
  'The trail has no such event of the last ten minutes, or of fewer where several busy bridges feed a room. What came at more than 200 a second is not told.';
const NO_TRAIL =
  'There is no trail of the last ten minutes: no event came, or none is kept. By default it is kept of targets that choose, or that the console of the same process shows. `trail: on` keeps one of all.';

/** An event: time, viewer, words; below that, what became of it. */
function linesOf(event: ToldEvent): string[] {
  const { at, bridge, type, name, userId, text } = event;
  const who = name === undefined ? '' : ` ${shownText(name)} (${shownText(userId ?? '')})`;
  const what = text === undefined || text === '' ? '' : `: ${shownText(text)}`;
  return [
    `${new Date(at).toISOString()} ${bridge} ${type}${who}${what}`,
    `    ${sentenceOf(event)}`,
    ...(event.meeting === undefined ? [] : [`    by our reading ${meetingText(event.meeting)}`]),
  ];
}

function sentenceOf({ state, type, reason, asked = 1, other, report, at }: ToldEvent): string {
  const known = other?.text === undefined || other.text === '' ? '' : `: ${shownText(other.text)}`;
  const [streak, same] = [
    `as the whole of ${asked} events of a streak`,
    `chosen for ${asked} who asked the same`,
  ];
  const chosen = asked > 1 ? `, ${type === 'gift' ? streak : same}` : '';
  const words = reasonWords(reason ?? '');
  switch (state) {
    case 'reported': {
      const after = `${((report!.at - at) / 1000).toFixed(1)} s later`;
      return `reported ${after}, ${companyText(report!.events - 1)}${jobText(report!.job)}${chosen}`;
    }
    case 'choosing':
      return 'waits until its window ends';
    case 'waiting':
      return `waits to be reported${chosen}`;
    case 'unknown':
      return 'no more waits, and nothing tells what became of it: perhaps it came twice';
    case 'dead':
      return 'refused by MetaStudio: see dead-letters';
    case 'dropped':
      return `dropped: ${reason ?? '?'}${words === undefined ? '' : `, ${words}`}${known}`;
  }
}

function meetingText(meeting: Meeting): string {
  switch (meeting.kind) {
    case 'met':
      return `it meets the room's rule ${shownText(meeting.rule)}`;
    case 'suppressed':
      return `the window of the room's rule ${shownText(meeting.rule)} suppresses it`;
    case 'unmet':
      return 'it meets no rule of the room: nothing answers it';
    case 'no-rule':
      return 'the room has no rule for this type: nothing answers it';
    case 'unjudged':
      return `it meets no rule of the room that can be judged here; ${shownText(meeting.rule)} cannot: doctor says why`;
  }
}

function companyText(others: number): string {
  if (others === 0) return 'alone';
  return others === 1 ? 'with 1 other' : `with ${others} others`;
}

function jobText(job: string | undefined): string {
  return job === undefined ? '' : `, to job ${job}`;
}
