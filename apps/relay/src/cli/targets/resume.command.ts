import { nearestKey } from '#config';
import { TargetTable, ReportQueue } from '#event-buffer';
import { resumeTarget } from '../../reporter/upkeep/resume-target.js';
import { stopWithin } from '../../process/stop-within.js';
import type { CliCommand, CliContext } from '../cli-context.js';
import { EXIT } from '../exit-code.js';
import { auditCommand } from '../audit-command.js';
import { textOption, type GivenOptions } from '../listing/filter-options.js';
import { TARGET_ARGUMENT } from './named-target.js';
import { withBuffer, type CliBuffer } from '../with-buffer.js';
import { writeLines } from '../write-lines.js';

/** `targets resume`: has a paused target tried now. */
export const resumeTargetCommand: CliCommand = {
  name: 'resume',
  summary: 'have a paused target tried now',
  details: `A paused target tries again by itself every minute. This is for whoever has just mended what it
was paused for. Where that has not changed, it pauses again. What somebody paused or held goes on.

Exit codes: 0 done, also where it was not paused; 1 Redis cannot be used; 2 no such target.`,
  examples: [
    'live-relay targets resume default/24bad716-87b1-45e5-8912-6102f7693265',
    'live-relay targets resume --all',
  ],
  arguments: [[...TARGET_ARGUMENT]],
  options: [['--all', 'every target that is paused']],
  run: async (options, context) =>
    withBuffer(options, context, async (buffer) => {
      const targets = await chosenTargets(options, buffer, context);
      if (targets === undefined) return EXIT.unusable;
      await resumeAll(targets, buffer, context);
      return EXIT.ok;
    }),
};

async function chosenTargets(
  options: GivenOptions,
  { ledger }: CliBuffer,
  { stderr }: CliContext,
): Promise<readonly string[] | undefined> {
  const known = await ledger.targets();
  if (options['all'] === true) return known;
  const named = textOption(options, 'target');
  // Without a name, the only target that there is, as with other commands.
  const target = named ?? (known.length === 1 ? known[0] : undefined);
  if (target !== undefined && known.includes(target)) return [target];
  const nearest = named === undefined ? undefined : nearestKey(named, known);
  const meant = nearest === undefined ? '' : `; did you mean ${nearest}?`;
  await writeLines(stderr, [`name a target as \`live-relay status\` shows it, or --all${meant}`]);
  return undefined;
}

async function resumeAll(
  targets: readonly string[],
  buffer: CliBuffer,
  { stdout }: CliContext,
): Promise<void> {
  const { redis, keys } = buffer;
  const { redis: address } = buffer.config;
  const table = new TargetTable(redis, keys);
  const queue = new ReportQueue(address, address, () => {});
  try {
    for (const target of targets) {
      const change = { state: 'running', revision: '*', by: 'command line' } as const;
      await table.control(target, change);
      const reason = await resumeTarget(target, { targets: table, queue });
      await auditCommand(buffer, 'target.resume', target);
      const line =
        reason === undefined
          ? `${target} is not paused`
          : `${target} was paused (${reason}) and is tried now`;
      if (reason !== undefined || targets.length === 1) await writeLines(stdout, [line]);
    }
  } finally {
    await stopWithin(CLOSE_MS, queue.close(), () => {});
  }
}

/** How long closing waits for a connection that may be gone, in ms. */
const CLOSE_MS = 1000;
