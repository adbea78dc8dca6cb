import type { CliCommand } from '../context/cli-context.js';
import { confirmed, YES_OPTION } from '../terminal/confirm.js';
import { EXIT } from '../context/exit-code.js';
import { writeLines } from '../terminal/write-lines.js';
import { TARGET_ARGUMENT } from './named-target.js';
import { withTakeover } from './with-takeover.js';

/** `targets clear`: drops the answers that wait to be spoken. */
export const clearTargetCommand: CliCommand = {
  name: 'clear',
  summary: 'drop the answers of a target that wait to be spoken',
  details: `Asks MetaStudio to drop whatever its virtual human was to say and has not begun (CLEAN_UP_INSERT_COMMAND). It
asks first.

Exit codes: 0 done; 1 the answer was no, no live job runs, or Redis or MetaStudio cannot be used; 2 no such target.`,
  examples: [
    'live-relay targets clear',
    'live-relay targets clear default/24bad716-87b1-45e5-8912-6102f7693265 --yes',
  ],
  arguments: [TARGET_ARGUMENT],
  options: [YES_OPTION],
  run: async (options, context) =>
    withTakeover(options, context, async ({ target, takeover, audited }) => {
      if (options['yes'] !== true) {
        const { waiting } = await takeover.waiting(target);
        const which = waiting === undefined ? 'All' : `${waiting}`;
        const question = `${which} answers of ${target} that wait to be spoken would be dropped.`;
        if (!(await confirmed(question, options, context))) return EXIT.failed;
      }
      const clear = async () => takeover.clear(target);
      const { waiting } = await audited('target.clear', clear, (done) => `${done.waiting ?? ''}`);
      await writeLines(context.stdout, [`${waiting ?? 'The'} answers of ${target} were dropped`]);
      return EXIT.ok;
    }),
};
