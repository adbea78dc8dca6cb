import { DeadLetters } from '#event-buffer';
import { chosenLetters } from '../../dead-letters/letter-choice.js';
import type { CliCommand } from '../context/cli-context.js';
import { EXIT } from '../context/exit-code.js';
import { auditCommand } from '../context/audit-command.js';
import { withBuffer } from '../context/with-buffer.js';
import { writeLines } from '../terminal/write-lines.js';
import { ALL_OPTION, CHOICE_OPTIONS, explicitChoice, ID_OPTION } from './letter-choice.js';

/** `dead-letters drop`: gives letters up; the ledger counts them as dropped. */
export const dropLettersCommand: CliCommand = {
  name: 'drop',
  summary: 'give dead letters up for good',
  details: `They are counted as dropped (dead_letter_discarded), so the ledger balances.

Exit codes: 0 dropped; 1 Redis cannot be used; 2 a wrong option, or none that says which.`,
  examples: [
    'live-relay dead-letters drop --id 1732752000000-0',
    'live-relay dead-letters drop --all',
  ],
  options: [ID_OPTION, ...CHOICE_OPTIONS, ALL_OPTION],
  run: async (options, context) =>
    withBuffer(options, context, async (buffer) => {
      const choice = await explicitChoice(options, buffer, context);
      if (choice === undefined) return EXIT.unusable;
      const dead = new DeadLetters(buffer.redis, buffer.keys);
      let count = 0;
      for await (const { target, letters } of chosenLetters(buffer, choice)) {
        if (context.stopped.aborted) break;
        const dropped = await dead.remove(target, letters, 'dead_letter_discarded');
        count += dropped;
        if (dropped > 0) await auditCommand(buffer, 'dead-letters.drop', target, `${dropped}`);
      }
      await writeLines(context.stderr, [`${count} dead letter${count === 1 ? '' : 's'} dropped`]);
      return context.stopped.aborted ? EXIT.failed : EXIT.ok;
    }),
};
