import { TargetTable } from '#event-buffer';
import { readOpenBridges } from '../../bridges/read-known-bridges.js';
import { QuietAccesses } from '../../projects/access/quiet-accesses.js';
import { Takeover, TakeoverError } from '../../takeover/takeover.js';
import { takeoverTermsOf } from '../../takeover/takeover-terms.js';
import { auditCommand } from '../context/audit-command.js';
import type { CliContext, CliOptions } from '../context/cli-context.js';
import { EXIT, type ExitCode } from '../context/exit-code.js';
import { withBuffer, type CliBuffer } from '../context/with-buffer.js';
import { writeLines } from '../terminal/write-lines.js';
import { namedTarget } from './named-target.js';

/** What a command needs to step in at a target. */
export interface CliTakeover {
  readonly buffer: CliBuffer;
  readonly target: string;
  readonly takeover: Takeover;
  /** Acts, and notes it in the audit trail; failures, too: the action may have been heard. */
  readonly audited: <T>(
    action: 'target.clear' | 'target.say',
    act: () => Promise<T>,
    noteOf: (done: T) => string,
  ) => Promise<T>;
}

/** Runs a command on the target that the command line names, and tells why it was not done. */
export async function withTakeover(
  options: CliOptions,
  context: CliContext,
  use: (parts: CliTakeover) => Promise<ExitCode>,
): Promise<ExitCode> {
  return withBuffer(options, context, async (buffer) => {
    const target = await namedTarget(options, buffer, context);
    if (target === undefined) return EXIT.unusable;
    const { projects, process } = buffer.config;
    const accesses = new QuietAccesses(projects, process.proxy);
    const targets = (await readOpenBridges(buffer)).map((bridge) => bridge.target);
    const takeover = new Takeover({
      accessOf: (project) => accesses.of(project),
      termsOf: (wanted) => takeoverTermsOf(wanted, targets),
      targets: new TargetTable(buffer.redis, buffer.keys),
    });
    const audited: CliTakeover['audited'] = async (action, act, noteOf) => {
      try {
        const done = await act();
        await auditCommand(buffer, action, target, noteOf(done));
        return done;
      } catch (error) {
        if (error instanceof TakeoverError) await auditCommand(buffer, action, target, 'failed');
        throw error;
      }
    };
    try {
      return await use({ buffer, target, takeover, audited });
    } catch (error) {
      if (!(error instanceof TakeoverError)) throw error;
      await writeLines(context.stderr, [error.message]);
      return EXIT.failed;
    } finally {
      await accesses.close();
    }
  });
}
