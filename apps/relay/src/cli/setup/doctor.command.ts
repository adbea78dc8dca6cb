import type { Finding } from '../../doctor/finding.js';
import type { CliCommand, CliContext } from '../context/cli-context.js';
import { EXIT, type ExitCode } from '../context/exit-code.js';
import { padToWidth, wrapToWidth } from '../../listing/display-width.js';
import { textOption } from '../listing/filter-options.js';
import { loadCliConfig } from '../context/load-cli-config.js';
import { terminalOf } from '../terminal/terminal.js';
import { writeLines } from '../terminal/write-lines.js';

/** `doctor`: checks everything that the relay needs. */
export const doctorCommand: CliCommand = {
  name: 'doctor',
  summary: 'check Redis, MetaStudio, rooms, jobs and sources, and say what to do',
  details: `It connects to everything that the configuration and the bridges of the API name, as the service
would, and reports no event: Redis (version, role, persistence, eviction), for each project the region, the
credential and the clock, each report URL, room (its rules, too) and job, and each source's
handshake (at most 15 s). What only a report uses (authKey, a report URL) is tried with --report:
it sends each target's live job one report that holds no event.

--bundle writes a file (mode 600) for an issue: version, machine, the outline of the configuration, what was
checked, the status, and what a relay that runs here says. What the file and the environment hold is replaced by
the place where it stands, in whatever form it comes; what looks like a secret is taken out besides. Read it
before you send it. It is written also where the configuration has problems.

Exit codes: 0 nothing has to be done; 1 a line says FAIL, or the configuration has problems; 2 a wrong option, or
a file that cannot be written or read.`,
  examples: [
    'live-relay doctor',
    'live-relay doctor --report',
    'live-relay doctor --bundle issue.json --log /var/log/live-relay.log',
    'live-relay doctor --json | jq \'.checks[] | select(.status == "fail")\'',
  ],
  options: [
    ['--json', 'one JSON document: {"ok": …, "checks": […]}'],
    ['--bundle <file>', 'write one redacted file for an issue, with all that is known'],
    ['--log <file>', 'with --bundle: its last 256 KiB come along, redacted too'],
    ['--report', "also send each target's live job a report without an event"],
  ],
  run: async (options, context) => {
    const { config: file, json, report } = options;
    const [bundle, log] = [textOption(options, 'bundle'), textOption(options, 'log')];
    if (bundle === undefined && log !== undefined) {
      await writeLines(context.stderr, ['--log goes into a bundle: name its file with --bundle']);
      return EXIT.unusable;
    }
    if (bundle !== undefined) {
      const { doctorBundle } = await import('./doctor-bundle.js');
      return doctorBundle({ file, bundle, log, triesReports: report === true }, context);
    }
    const loaded = await loadCliConfig(file, context);
    if (loaded === undefined) return EXIT.failed;
    // Loaded here: other commands do not need it.
    const { examine } = await import('../../doctor/examine.js');
    const findings = examine(loaded, context.sources, context.stopped, report === true);
    return json === true ? writeDocument(findings, context) : writeReport(findings, context);
  },
};

async function writeReport(
  findings: AsyncIterable<Finding>,
  context: CliContext,
): Promise<ExitCode> {
  const { stdout, stopped } = context;
  const { isTerminal, width } = terminalOf(context);
  // In a pipe a finding is one line, for grep.
  const columns = isTerminal && width !== undefined ? width : Infinity;
  const counts = { ok: 0, warn: 0, fail: 0, skipped: 0 };
  for await (const finding of findings) {
    counts[finding.status]++;
    if (!(await writeLines(stdout, linesOf(finding, columns)))) break;
  }
  const { fail, warn } = counts;
  const failed = fail > 0 || stopped.aborted;
  const summary = stopped.aborted
    ? 'interrupted: not everything was checked'
    : fail > 0
      ? `${fail} to be dealt with, ${warn} worth knowing`
      : `nothing to be dealt with, ${warn} worth knowing`;
  await writeLines(stdout, [summary]);
  return failed ? EXIT.failed : EXIT.ok;
}

async function writeDocument(
  findings: AsyncIterable<Finding>,
  { stdout, stopped }: CliContext,
): Promise<ExitCode> {
  const checks: Finding[] = [];
  for await (const finding of findings) checks.push(finding);
  const ok = !stopped.aborted && checks.every(({ status }) => status !== 'fail');
  await writeLines(stdout, [JSON.stringify({ ok, checks }, undefined, 2)]);
  return ok ? EXIT.ok : EXIT.failed;
}

const MARKS: Readonly<Record<Finding['status'], string>> = {
  ok: 'ok',
  warn: 'warn',
  fail: 'FAIL',
  skipped: '-',
};

function linesOf({ check, subject, status, found, wayOut }: Finding, columns: number): string[] {
  const mark = padToWidth(MARKS[status], 5);
  const line = `${mark} ${padToWidth(check, CHECK_COLUMNS)} ${subject}: ${found}`;
  const first = wrapToWidth(line, columns, HANG);
  return wayOut === undefined ? [first] : [first, wrapToWidth(`      → ${wayOut}`, columns, HANG)];
}

const CHECK_COLUMNS = 17;
const HANG = ' '.repeat(8);
