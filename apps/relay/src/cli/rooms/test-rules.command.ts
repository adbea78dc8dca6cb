import type { BridgeConfig, RelayConfig } from '#config';
import { readTextFile } from '#text-file';
import { fieldsOf, jsonIn } from '#live-event';
import { interactionRulesOf, RuleBook, type Meeting } from '#rules';
import { quietAccess } from '../../projects/access/quiet-access.js';
import { runFile, strangeLinesText, type RunOfFile } from '../../what-if/run-file.js';
import { wordsOfEvent } from '../../what-if/compare-runs.js';
import type { ReportedEvent } from '../../what-if/event-run.js';
import type { CliCommand, CliContext } from '../context/cli-context.js';
import { EXIT } from '../context/exit-code.js';
import { textOption } from '../listing/filter-options.js';
import { shownText } from '../../listing/shown-text.js';
import { loadCliConfig } from '../context/load-cli-config.js';
import { installedBridge } from '../recording/installed-bridge.js';
import { writeLines } from '../terminal/write-lines.js';

/** `rooms test-rules`: which rules of a room a recording would meet. */
export const testRulesCommand: CliCommand = {
  name: 'test-rules',
  summary: "which of a room's interaction rules a recording would meet",
  details: `Takes what \`record\` wrote, and of it what the bridge would report. The rules are those of its target's room,
asked of MetaStudio, or of a file: a list of rules, or a room with \`interaction_rules\`, as the API has them.

It is our reading of the published rules, and not MetaStudio: the first that holds by priority answers, RESERVED
ones when no other holds, a window suppresses what comes too soon; SUM, AVG and COUNT go over the recording. A rule
that is for some scenes alone is taken to be for all.

Exit codes: 0 done, whatever they met; 1 the room cannot be asked, a rule cannot be judged, or lines of the recording
are no frames; 2 a wrong option, or a file that cannot be read.`,
  examples: [
    'live-relay rooms test-rules monday.jsonl --bridge shop',
    'live-relay rooms test-rules monday.jsonl --bridge shop --rules rules.json',
  ],
  arguments: [['<recording>', 'JSON Lines, as `record` writes them']],
  options: [
    ['--bridge <name>', 'of the file or the API (may be left out where the file has one)'],
    [
      '--rules <file>',
      'JSON: a list of rules, or a room (default: the room of the target, from MetaStudio)',
    ],
    ['--json', 'one JSON document'],
  ],
  run: async (options, context) => {
    const loaded = await loadCliConfig(options.config, context);
    if (loaded === undefined) return EXIT.failed;
    const bridge = await installedBridge(options, loaded, context);
    if (bridge === undefined) return EXIT.unusable;
    const file = textOption(options, 'rules');
    const rules = await (file === undefined
      ? rulesOfRoom(loaded.config, bridge, context)
      : rulesOfFile(file, context));
    if (rules === undefined) return file === undefined ? EXIT.failed : EXIT.unusable;
    const recording = textOption(options, 'recording')!;
    let ran: RunOfFile;
    try {
      ran = await runFile(recording, bridge, context.sources, context.stopped);
    } catch {
      await writeLines(context.stderr, [`${recording} cannot be read`]);
      return EXIT.unusable;
    }
    const book = new RuleBook(interactionRulesOf(rules));
    const met = ran.run.reported.map((one) => ({ ...one, meeting: meetingOf(book, one) }));
    const lines = options['json'] === true ? [jsonOf(met, book)] : textLines(met, book);
    await writeLines(context.stdout, lines);
    const strange = strangeLinesText(ran);
    if (strange !== undefined) await writeLines(context.stderr, [strange]);
    return book.problems.length === 0 && strange === undefined ? EXIT.ok : EXIT.failed;
  },
};

type Met = ReportedEvent & { readonly meeting: Meeting };

function meetingOf(book: RuleBook, { fragment, at }: ReportedEvent): Meeting {
  const { type, content } = JSON.parse(fragment) as { type: number; content: string };
  // A raw event may hold anything: it meets no rule by its words.
  return book.meet(type, fieldsOf(jsonIn(content)), at);
}

function textLines(met: readonly Met[], { problems }: RuleBook): string[] {
  const counts = new Map<string, number>();
  const lines = met.map(({ at, of, meeting }) => {
    const fate = fateOf(meeting);
    counts.set(fate, (counts.get(fate) ?? 0) + 1);
    const name = of.event.type === 'viewers' ? undefined : of.event.user?.name;
    const text = wordsOfEvent(of.event);
    const who = name === undefined ? '' : ` ${shownText(name)}`;
    const what = text === undefined ? '' : `: ${shownText(text)}`;
    return `${new Date(at).toISOString()} ${of.event.type}${who}${what}  → ${fate}`;
  });
  return [
    ...lines,
    'By our reading of the published rules:',
    ...[...counts].map(([fate, count]) => `  ${count} ${fate}`),
    ...problems.map(({ rule, problem }) => `  ${shownText(rule)} ${shownText(problem)}`),
  ];
}

function fateOf(meeting: Meeting): string {
  switch (meeting.kind) {
    case 'met':
      return `rule ${shownText(meeting.rule)}${meeting.replyMode === undefined ? '' : ` (${shownText(meeting.replyMode)})`}`;
    case 'suppressed':
      return `suppressed by the window of rule ${shownText(meeting.rule)}`;
    case 'unmet':
      return 'no rule holds';
    case 'unjudged':
      return `no rule holds, but ${shownText(meeting.rule)} cannot be judged`;
    case 'no-rule':
      return 'no rule for this type';
  }
}

function jsonOf(met: readonly Met[], { problems }: RuleBook): string {
  const events = met.map(({ at, fragment, meeting }) => ({
    at,
    event: JSON.parse(fragment),
    meeting,
  }));
  return JSON.stringify({ reading: 'ours', events, problems });
}

async function rulesOfFile(file: string, { stderr }: CliContext): Promise<unknown> {
  const read = readTextFile(file);
  const rules = read.ok ? rulesIn(jsonIn(read.text)) : undefined;
  if (rules !== undefined) return rules;
  const why = read.ok
    ? 'is no JSON of rules: a list, or a room with interaction_rules'
    : read.message;
  await writeLines(stderr, [`${file} ${why}`]);
  return undefined;
}

function rulesIn(json: unknown): unknown[] | undefined {
  const rules = Array.isArray(json) ? json : fieldsOf(json)['interaction_rules'];
  return Array.isArray(rules) ? rules : undefined;
}

async function rulesOfRoom(
  { projects, process: { proxy } }: RelayConfig,
  { target }: BridgeConfig,
  { stderr, stopped }: CliContext,
): Promise<unknown> {
  const project = projects.get(target.project);
  const access = project === undefined ? undefined : quietAccess(project, proxy);
  try {
    const { roomId, appUserId } = target;
    const room = await access?.client?.showRoom(roomId, { signal: stopped, appUserId });
    if (room !== undefined) return room.rules;
    await writeLines(stderr, ['The project has no auth to ask for the room with: give --rules']);
  } catch {
    await writeLines(stderr, [
      'The room cannot be asked for its rules: live-relay doctor says why',
    ]);
  } finally {
    await access?.close();
  }
  return undefined;
}
