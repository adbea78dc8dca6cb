import { ReportQueue } from '#event-buffer';
import {
  chosenLetters,
  countLetters,
  type LetterChoice,
} from '../../dead-letters/letter-choice.js';
import { LetterReplay } from '../../dead-letters/letter-replay.js';
import type { CliCommand, CliContext } from '../context/cli-context.js';
import { EXIT, type ExitCode } from '../context/exit-code.js';
import { stopWithin } from '../../process/stop-within.js';
import { auditCommand } from '../context/audit-command.js';
import { Progress } from '../terminal/progress.js';
import { withBuffer, type CliBuffer } from '../context/with-buffer.js';
import { writeLines } from '../terminal/write-lines.js';
import { ALL_OPTION, CHOICE_OPTIONS, explicitChoice, ID_OPTION } from './letter-choice.js';

/** `dead-letters replay`: has dead letters reported again. */
export const replayLettersCommand: CliCommand = {
  name: 'replay',
  summary: 'put dead letters back, to be reported again',
  details: `They wait behind what already waits, in their order and as if they had just been received, and go
the normal way: what MetaStudio refuses again is a dead letter again, with a new id. It waits
while a quarter of the buffer is taken. It may be interrupted, or lose Redis: what was not put
back is still a dead letter, nothing is put back twice; run it again to go on.

Exit codes: 0 all of them were put back; 1 it was interrupted, or Redis cannot be used; 2 a wrong
option, or none that says which.`,
  examples: [
    'live-relay dead-letters replay --id 1732752000000-0',
    'live-relay dead-letters replay --all',
  ],
  options: [ID_OPTION, ...CHOICE_OPTIONS, ALL_OPTION],
  run: async (options, context) =>
    withBuffer(options, context, async (buffer) => {
      const choice = await explicitChoice(options, buffer, context);
      return choice === undefined ? EXIT.unusable : replayChosen(buffer, choice, context);
    }),
};

async function replayChosen(
  buffer: CliBuffer,
  choice: LetterChoice,
  { stderr, stopped }: CliContext,
): Promise<ExitCode> {
  const total = await countLetters(buffer, choice);
  if (total === 0) {
    await writeLines(stderr, ['there is no such dead letter']);
    return choice.ids === undefined ? EXIT.ok : EXIT.failed;
  }
  const { redis: address } = buffer.config;
  const queue = new ReportQueue(address, address, () => {});
  const progress = new Progress(stderr, 'dead letters put back', total);
  let note = 'the rest are still dead letters';
  try {
    const replay = new LetterReplay({
      ...buffer,
      queue,
      maxEvents: buffer.config.buffer.maxEvents,
      listener: {
        replayed: (count) => progress.advance(count),
        waits: (target, depth) =>
          progress.advance(0, `${depth} events of ${target} wait to be reported`),
      },
      stopped,
    });
    for await (const { target, letters } of chosenLetters(buffer, choice)) {
      if (stopped.aborted) break;
      await replay.run(target, letters);
      await auditCommand(buffer, 'dead-letters.replay', target, `${letters.length}`);
    }
    if (!stopped.aborted) note = '';
  } finally {
    progress.end(note);
    await stopWithin(CLOSE_MS, queue.close(), () => {});
  }
  return stopped.aborted ? EXIT.failed : EXIT.ok;
}

/** How long closing waits for a connection that may be gone, in ms. */
const CLOSE_MS = 1000;
