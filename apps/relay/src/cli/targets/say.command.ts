import { SAY_WHEN, type SayWhen } from '#metastudio';
import { SAYABLE, SAYABLE_WORDS } from '../../takeover/takeover.js';
import type { CliCommand } from '../context/cli-context.js';
import { confirmed, YES_OPTION } from '../terminal/confirm.js';
import { EXIT } from '../context/exit-code.js';
import { textOption } from '../listing/filter-options.js';
import { writeLines } from '../terminal/write-lines.js';
import { withTakeover } from './with-takeover.js';

/** `targets say`: has the virtual human say a text. */
export const sayTargetCommand: CliCommand = {
  name: 'say',
  summary: 'have the virtual human of a target say a text',
  details: `--when insert: after the sentence that is being spoken (default); append: behind all that waits; now: at once, in
the middle of it. It asks first.

Exit codes: 0 done; 1 the answer was no, no live job runs, or Redis or MetaStudio cannot be used; 2 no such target,
or a text that cannot be said.`,
  examples: [
    "live-relay targets say '大家好，我是客服小王' --when now",
    "live-relay targets say 'The offer ends at nine.' --target default/24bad716-87b1-45e5-8912-6102f7693265",
  ],
  arguments: [['<text>', SAYABLE_WORDS]],
  options: [
    ['--target <target>', 'as `status` shows it (needed where there are several)'],
    ['--when <when>', SAY_WHEN.join(', ')],
    YES_OPTION,
  ],
  run: async (options, context) => {
    const text = textOption(options, 'text') ?? '';
    const when = textOption(options, 'when') ?? 'insert';
    const problems = [
      ...(SAYABLE.test(text) ? [] : [`the text must be ${SAYABLE_WORDS}`]),
      ...(isWhen(when) ? [] : [`--when must be one of ${SAY_WHEN.join(', ')}`]),
    ];
    if (!isWhen(when) || problems.length > 0) {
      await writeLines(context.stderr, problems);
      return EXIT.unusable;
    }
    return withTakeover(options, context, async ({ target, takeover, audited }) => {
      const question = `The virtual human of ${target} would say ${text.length} characters (${when}).`;
      if (!(await confirmed(question, options, context))) return EXIT.failed;
      const say = async () => takeover.say(target, text, when);
      await audited('target.say', say, () => `${text.length} characters, ${when}`);
      await writeLines(context.stdout, [`${target} was told to say it`]);
      return EXIT.ok;
    });
  },
};

function isWhen(word: string): word is SayWhen {
  return SAY_WHEN.some((one) => one === word);
}
