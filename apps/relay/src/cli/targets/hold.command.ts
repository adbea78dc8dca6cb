import { TargetTable } from '#event-buffer';
import type { CliCommand } from '../context/cli-context.js';
import { confirmed, YES_OPTION } from '../terminal/confirm.js';
import { EXIT } from '../context/exit-code.js';
import { auditCommand } from '../context/audit-command.js';
import { withBuffer } from '../context/with-buffer.js';
import { writeLines } from '../terminal/write-lines.js';
import { namedTarget, TARGET_ARGUMENT } from './named-target.js';

/** `targets hold`: while a person speaks, only gifts are reported. */
export const holdTargetCommand: CliCommand = {
  name: 'hold',
  summary: 'report only gifts of a target, while a person speaks',
  details: `What else comes or waits is dropped, and counted \`held\`; \`targets resume\` ends it. It asks first.

Exit codes: 0 done; 1 the answer was no, or Redis cannot be used; 2 no such target.`,
  examples: [
    'live-relay targets hold',
    'live-relay targets hold default/24bad716-87b1-45e5-8912-6102f7693265 --yes',
  ],
  arguments: [TARGET_ARGUMENT],
  options: [YES_OPTION],
  run: async (options, context) =>
    withBuffer(options, context, async (buffer) => {
      const target = await namedTarget(options, buffer, context);
      if (target === undefined) return EXIT.unusable;
      const question = `Of ${target} only gifts would be reported; all else would be dropped.`;
      if (!(await confirmed(question, options, context))) return EXIT.failed;
      const change = { state: 'held', revision: '*', by: 'command line' } as const;
      await new TargetTable(buffer.redis, buffer.keys).control(target, change);
      await auditCommand(buffer, 'target.hold', target);
      await writeLines(context.stdout, [`${target} is held: targets resume ends it`]);
      return EXIT.ok;
    }),
};
