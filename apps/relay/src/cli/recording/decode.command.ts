import type { Readable } from 'node:stream';
import { formatProblem, hintOf, loadSourceOptions } from '#config';
import type { CliCommand, CliContext } from '../context/cli-context.js';
import { EXIT, type ExitCode } from '../context/exit-code.js';
import { FrameLines, type FrameLine } from '../../recording/frame-lines.js';
import { FrameTranscript } from './frame-transcript.js';
import { writeLines } from '../terminal/write-lines.js';

/** `decode`: turns recorded frames into LiveEvents, without a connection, Redis or MetaStudio. */
export const decodeCommand: CliCommand = {
  name: 'decode',
  summary: 'turn frames on standard input into LiveEvents on standard output',
  details: `Standard input holds a frame a line (at most 16 MiB), a binary one as base64:…; a webhook's is
{"headers": {…}, "body": …}, its signature not checked here. Standard output gets a line of JSON
for each LiveEvent, exactly as it would be reported, before filters and dedupe, streaks counted.
What was ignored or not understood is named on standard error with the number of its line.

Exit codes: 0 it ran; 1 with --strict, when a frame was not understood; 2 it could not run.`,
  examples: [
    'live-relay decode --source twitch-irc < irc-lines.txt',
    'live-relay decode --source websocket --options \'{"mapping": {…}}\' < frames.txt',
  ],
  options: [
    ['--source <type>', 'the source type, as in the file', 'required'],
    ['--options <json>', 'the source as in the file, without type and what only connecting needs'],
    ['--strict', 'exit 1 when a frame was not understood'],
  ],
  run: async (options, context) => {
    const transcript = await transcriptOf(String(options['source']), options['options'], context);
    if (transcript === undefined) return EXIT.unusable;
    return decodeInput(transcript, options['strict'] === true, context);
  },
};

async function transcriptOf(
  type: string,
  options: unknown,
  { sources, environment, stderr }: CliContext,
): Promise<FrameTranscript | undefined> {
  await sources.load([type]);
  const definition = sources.get(type);
  if (definition === undefined) {
    const known = [...sources.keys()].join(', ');
    await writeLines(stderr, [`--source must be one of ${known}${hintOf(type, sources)}`]);
    return undefined;
  }
  const text = typeof options === 'string' ? options : '{}';
  const loaded = loadSourceOptions(type, text, { sources, environment });
  const isLeftOut = 'is not set: what names it in --options is left out';
  const leftOut = Array.from(
    loaded.unset,
    (name) => `the environment variable ${name} ${isLeftOut}`,
  );
  await writeLines(stderr, leftOut);
  if (loaded.ok) {
    const decoder = definition.decoder(loaded.options);
    return new FrameTranscript(decoder, definition.inbound?.recordedFrame);
  }
  await writeLines(
    stderr,
    loaded.problems.map((problem) => formatProblem({ ...problem, line: undefined }, '--options')),
  );
  return undefined;
}

async function decodeInput(
  transcript: FrameTranscript,
  strict: boolean,
  { stdin, stdout, stderr, stopped }: CliContext,
): Promise<ExitCode> {
  const lines = new FrameLines();
  const flush = async (): Promise<boolean> => {
    const { events, remarks } = transcript;
    transcript.events = [];
    transcript.remarks = [];
    await writeLines(stderr, remarks);
    return writeLines(stdout, events);
  };
  const decodeAll = async (ended: Iterable<FrameLine>): Promise<boolean> => {
    for (const line of ended) {
      transcript.decode(line);
      if (transcript.events.length + transcript.remarks.length < LINES_KEPT_MAX) continue;
      if (!(await flush())) return false;
    }
    return flush();
  };
  if (isTerminal(stdin)) {
    const wait = 'Waiting for frames on standard input, one a line; Ctrl-D ends it.';
    await writeLines(stderr, [wait]);
  }
  let reading = true;
  try {
    for await (const chunk of until(stdin, stopped)) {
      reading = await decodeAll(lines.push(chunk as Buffer));
      // The reader of the output has gone, which is no error.
      if (!reading) break;
    }
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    await writeLines(stderr, ['standard input cannot be read']);
    return EXIT.unusable;
  }
  if (reading) await decodeAll(lines.end());
  return strict && transcript.malformedCount > 0 ? EXIT.failed : EXIT.ok;
}

class UnreadableError extends Error {}

/**
 * The chunks of an input until it ends or `stopped` aborts: standard input may stay open and
 * silent.
 *
 * @throws {UnreadableError}
 */
async function* until(input: Readable, stopped: AbortSignal): AsyncGenerator {
  const end = (): void => void input.destroy();
  if (stopped.aborted) return;
  stopped.addEventListener('abort', end, { once: true });
  try {
    yield* input as AsyncIterable<unknown>;
  } catch (error) {
    // Reading from a terminal that was closed fails.
    const isLost = isTerminal(input) && (error as NodeJS.ErrnoException).code === 'EIO';
    if (!stopped.aborted && !isLost) throw new UnreadableError();
  } finally {
    stopped.removeEventListener('abort', end);
  }
}

function isTerminal(input: Readable): boolean {
  return (input as Partial<NodeJS.ReadStream>).isTTY === true;
}

/** A chunk of input may hold thousands of small frames: their output is not kept until its end. */
const LINES_KEPT_MAX = 1000;
