import { parseArgs } from 'node:util';

/** The options of the demo. */
export interface DemoOptions {
  /** For how long the chats send events. */
  readonly seconds: number;
  /** The rate of all three chats together. */
  readonly eventsPerSecond: number;
  /** How long the virtual human takes to speak an answer. */
  readonly speakingMs: number;
  /** Leaves everything running after the table. */
  readonly keep: boolean;
}

export const DEMO_DEFAULTS: DemoOptions = {
  seconds: 20,
  eventsPerSecond: 300,
  speakingMs: 2000,
  keep: false,
};

/** The content of the command line: options, a request for help, or a mistake. */
export type DemoCommandLine =
  { readonly options: DemoOptions } | { readonly help: string } | { readonly problem: string };

const SECONDS_MAX = 86_400;
const RATE_MAX = 100_000;
const SPEAKING_MAX = 600_000;

/** Reads the command line; never throws. */
export function readDemoCommandLine(args: readonly string[]): DemoCommandLine {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        seconds: { type: 'string' },
        'events-per-second': { type: 'string' },
        'speaking-ms': { type: 'string' },
        keep: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
    if (values.help === true) return { help: HELP };
    const seconds = wholeNumber(values.seconds, SECONDS_MAX);
    if (seconds === undefined) return { problem: `--seconds is 1 to ${SECONDS_MAX}.` };
    const rate = wholeNumber(values['events-per-second'], RATE_MAX);
    if (rate === undefined) return { problem: `--events-per-second is 1 to ${RATE_MAX}.` };
    const speakingMs = wholeNumber(values['speaking-ms'], SPEAKING_MAX);
    if (speakingMs === undefined) return { problem: `--speaking-ms is 1 to ${SPEAKING_MAX}.` };
    const given = {
      ...(seconds === 'absent' ? {} : { seconds }),
      ...(rate === 'absent' ? {} : { eventsPerSecond: rate }),
      ...(speakingMs === 'absent' ? {} : { speakingMs }),
      keep: values.keep === true,
    };
    return { options: { ...DEMO_DEFAULTS, ...given } };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

function wholeNumber(text: string | undefined, max: number): number | 'absent' | undefined {
  if (text === undefined) return 'absent';
  const number = Number(text);
  return /^\d{1,9}$/.test(text) && number >= 1 && number <= max ? number : undefined;
}

const HELP = `scripts/demo [--seconds N] [--events-per-second R] [--speaking-ms M] [--keep]

Runs the relay between three stand-in chats and a stand-in MetaStudio with its virtual human, all on
this machine, and says what became of every event, and how many were answered.

  --seconds N            how long the chats talk (${DEMO_DEFAULTS.seconds})
  --events-per-second R  of all chats together (${DEMO_DEFAULTS.eventsPerSecond})
  --speaking-ms M        how long the virtual human speaks for an answer (${DEMO_DEFAULTS.speakingMs})
  --keep                 go on after the table, until Ctrl-C

The table and, as the last line, its figures as JSON go to standard output, all else to standard
error. Exit codes: 0 every event is accounted for and was reported once; 1 not so; 2 it could not
run.
`;
