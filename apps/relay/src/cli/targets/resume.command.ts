import { ReportQueue, TargetTable, type ControlState } from '#event-buffer';
import { resumeTarget } from '../../reporter/upkeep/resume-target.js';
import { stopWithin } from '../../process/stop-within.js';
import type { CliCommand, CliContext, CliOptions } from '../context/cli-context.js';
import { EXIT } from '../context/exit-code.js';
import { auditCommand } from '../context/audit-command.js';
import { knownTargets, namedTarget, TARGET_ARGUMENT } from './named-target.js';
import { withBuffer, type CliBuffer } from '../context/with-buffer.js';
import { writeLines } from '../terminal/write-lines.js';

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
  options: [['--all', 'every target that is paused or held']],
  run: async (options, context) =>
    withBuffer(options, context, async (buffer) => {
      const targets = await chosenTargets(options, buffer, context);
      if (targets === undefined) return EXIT.unusable;
      await resumeAll(targets, buffer, context);
      return EXIT.ok;
    }),
};

async function chosenTargets(
  options: CliOptions,
  buffer: CliBuffer,
  context: CliContext,
): Promise<readonly string[] | undefined> {
  if (options['all'] === true) return knownTargets(buffer);
  const target = await namedTarget(options, buffer, context, ', or --all');
  return target === undefined ? undefined : [target];
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
      const { state } = (await table.read(target)).control;
      const change = { state: 'running', revision: '*', by: 'command line' } as const;
      await table.control(target, change);
      const reason = await resumeTarget(target, { targets: table, queue });
      const line = sentenceOf(target, state, reason);
      if (line === undefined && targets.length > 1) continue;
      await auditCommand(buffer, 'target.resume', target);
      await writeLines(stdout, [line ?? `${target} is not paused`]);
    }
  } finally {
    await stopWithin(CLOSE_MS, queue.close(), () => {});
  }
}

/** What was ended; `undefined`: nothing. A reporter may not yet know of the pause. */
function sentenceOf(
  target: string,
  state: ControlState,
  reason = state === 'paused' ? 'operator' : undefined,
): string | undefined {
  const held = state === 'held' ? ['held'] : [];
  if (reason !== undefined) {
    return `${target} was ${[...held, `paused (${reason})`].join(' and ')} and is tried now`;
  }
  return state === 'held' ? `${target} was held and is reported whole again` : undefined;
}

/** How long closing waits for a connection that may be gone, in ms. */
const CLOSE_MS = 1000;
